/** A report to an authority: when it was submitted, under which number, and what came back. */
import { t } from '../i18n.js';
import { nextReportType } from '../proposal.js';
import { openDialog } from './dialog.js';
import { simpleForm } from './simpleform.js';

const dates = ['submitted', 'acknowledged', 'follow_up_requested', 'information_received', 'next_report'];
const texts = ['report_number', 'acknowledgement_number', 'late_reason'];
const order = ['report_number', 'submitted', 'late_reason', 'acknowledged', 'acknowledgement_number',
  'follow_up_requested', 'information_received', 'next_report'];

/**
 * @param {{app: any, id: number, row: any, item?: any}} o `item` is the report to be changed
 * @returns {Promise<any>} the report as it is then; undefined when nothing was saved
 */
export function reportDialog({ app, id, row, item }) {
  const form = simpleForm({
    action: t(item ? 'action.save' : 'report.add'),
    entries: [
      ...(item ? [] : [{ name: 'type', label: t('report.type'), type: 'select', required: true,
        value: nextReportType(row.reports),
        options: ['initial', 'follow_up', 'final'].map((value) => ({ value, label: t(`report.type-${value}`) })) }]),
      ...order.map((name) => ({ name, label: t(`report.${name}`), value: item?.[name] ?? '',
        type: dates.includes(name) ? 'day' : 'text', autofocus: name === 'report_number' })),
    ],
    onSubmit: async (values) => {
      const given = {};
      for (const name of [...dates, ...texts]) {
        const value = values[name].trim() || null;
        if (value !== (item?.[name] ?? null)) given[name] = value;
      }
      if (item) {
        const isSame = Object.keys(given).length === 0;
        dialog.close(isSame ? item : await app.api.changeCompanion(item, 'reports', given));
      } else {
        dialog.close(await app.api.addCompanion(id, 'reports',
          { jurisdiction: row.code, type: values.type, ...given }));
      }
    },
  });
  const dialog = openDialog({ title: t(item ? 'report.change-title' : 'report.add-title', { where: row.name }),
    body: form.element,
    keep: form.kept({ prefs: app.prefs, name: item ? `report.${item.id}` : `report.new.${id}.${row.code}` }) });
  return dialog.closed;
}
