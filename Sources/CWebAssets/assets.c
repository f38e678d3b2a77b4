// Written by embed.sh: the files of the interface, as bytes of the executable.
#include "cwebassets.h"
static const unsigned char file_0[] = {
#embed "web/app.js"
}, file_1[] = {
#embed "web/css/attachments.css"
}, file_2[] = {
#embed "web/css/backups.css"
}, file_3[] = {
#embed "web/css/base.css"
}, file_4[] = {
#embed "web/css/bulk.css"
}, file_5[] = {
#embed "web/css/clocks.css"
}, file_6[] = {
#embed "web/css/fields.css"
}, file_7[] = {
#embed "web/css/form.css"
}, file_8[] = {
#embed "web/css/frame.css"
}, file_9[] = {
#embed "web/css/grid.css"
}, file_10[] = {
#embed "web/css/pages.css"
}, file_11[] = {
#embed "web/css/people.css"
}, file_12[] = {
#embed "web/css/print.css"
}, file_13[] = {
#embed "web/css/reporting.css"
}, file_14[] = {
#embed "web/css/signing.css"
}, file_15[] = {
#embed "web/css/tokens.css"
}, file_16[] = {
#embed "web/css/widgets.css"
}, file_17[] = {
#embed "web/css/workflow.css"
}, file_18[] = {
#embed "web/i18n/en-backups.js"
}, file_19[] = {
#embed "web/i18n/en-bulk.js"
}, file_20[] = {
#embed "web/i18n/en-checks.js"
}, file_21[] = {
#embed "web/i18n/en-fields.js"
}, file_22[] = {
#embed "web/i18n/en-people.js"
}, file_23[] = {
#embed "web/i18n/en-reporting.js"
}, file_24[] = {
#embed "web/i18n/en-rules.js"
}, file_25[] = {
#embed "web/i18n/en-signing.js"
}, file_26[] = {
#embed "web/i18n/en-work.js"
}, file_27[] = {
#embed "web/i18n/en-workflow.js"
}, file_28[] = {
#embed "web/i18n/en.js"
}, file_29[] = {
#embed "web/i18n/fr-backups.js"
}, file_30[] = {
#embed "web/i18n/fr-bulk.js"
}, file_31[] = {
#embed "web/i18n/fr-checks.js"
}, file_32[] = {
#embed "web/i18n/fr-fields.js"
}, file_33[] = {
#embed "web/i18n/fr-people.js"
}, file_34[] = {
#embed "web/i18n/fr-reporting.js"
}, file_35[] = {
#embed "web/i18n/fr-rules.js"
}, file_36[] = {
#embed "web/i18n/fr-signing.js"
}, file_37[] = {
#embed "web/i18n/fr-work.js"
}, file_38[] = {
#embed "web/i18n/fr-workflow.js"
}, file_39[] = {
#embed "web/i18n/fr.js"
}, file_40[] = {
#embed "web/icon.png"
}, file_41[] = {
#embed "web/index.html"
}, file_42[] = {
#embed "web/js/api.js"
}, file_43[] = {
#embed "web/js/catalogue.js"
}, file_44[] = {
#embed "web/js/condition.js"
}, file_45[] = {
#embed "web/js/countries.js"
}, file_46[] = {
#embed "web/js/dates.js"
}, file_47[] = {
#embed "web/js/diff.js"
}, file_48[] = {
#embed "web/js/dom.js"
}, file_49[] = {
#embed "web/js/draftsaver.js"
}, file_50[] = {
#embed "web/js/fielddraft.js"
}, file_51[] = {
#embed "web/js/fold.js"
}, file_52[] = {
#embed "web/js/format.js"
}, file_53[] = {
#embed "web/js/frame.js"
}, file_54[] = {
#embed "web/js/grid/cells.js"
}, file_55[] = {
#embed "web/js/grid/columnchooser.js"
}, file_56[] = {
#embed "web/js/grid/columns.js"
}, file_57[] = {
#embed "web/js/grid/facetcounts.js"
}, file_58[] = {
#embed "web/js/grid/facetpanel.js"
}, file_59[] = {
#embed "web/js/grid/filters.js"
}, file_60[] = {
#embed "web/js/grid/grid.js"
}, file_61[] = {
#embed "web/js/grid/header.js"
}, file_62[] = {
#embed "web/js/grid/keys.js"
}, file_63[] = {
#embed "web/js/grid/selection.js"
}, file_64[] = {
#embed "web/js/grid/source.js"
}, file_65[] = {
#embed "web/js/grid/window.js"
}, file_66[] = {
#embed "web/js/i18n.js"
}, file_67[] = {
#embed "web/js/icons.js"
}, file_68[] = {
#embed "web/js/live.js"
}, file_69[] = {
#embed "web/js/logwords.js"
}, file_70[] = {
#embed "web/js/matches.js"
}, file_71[] = {
#embed "web/js/patch.js"
}, file_72[] = {
#embed "web/js/people.js"
}, file_73[] = {
#embed "web/js/polling.js"
}, file_74[] = {
#embed "web/js/prefs.js"
}, file_75[] = {
#embed "web/js/proposal.js"
}, file_76[] = {
#embed "web/js/router.js"
}, file_77[] = {
#embed "web/js/routes.js"
}, file_78[] = {
#embed "web/js/rulecondition.js"
}, file_79[] = {
#embed "web/js/rulesets.js"
}, file_80[] = {
#embed "web/js/searchtext.js"
}, file_81[] = {
#embed "web/js/shortcuts.js"
}, file_82[] = {
#embed "web/js/similar.js"
}, file_83[] = {
#embed "web/js/steps.js"
}, file_84[] = {
#embed "web/js/tabname.js"
}, file_85[] = {
#embed "web/js/teams.js"
}, file_86[] = {
#embed "web/js/terms.js"
}, file_87[] = {
#embed "web/js/told.js"
}, file_88[] = {
#embed "web/js/validate.js"
}, file_89[] = {
#embed "web/js/versionasked.js"
}, file_90[] = {
#embed "web/js/views/anchors.js"
}, file_91[] = {
#embed "web/js/views/audit.js"
}, file_92[] = {
#embed "web/js/views/backups.js"
}, file_93[] = {
#embed "web/js/views/bulkedit.js"
}, file_94[] = {
#embed "web/js/views/bulkmove.js"
}, file_95[] = {
#embed "web/js/views/bulks.js"
}, file_96[] = {
#embed "web/js/views/codes.js"
}, file_97[] = {
#embed "web/js/views/complaint-new.js"
}, file_98[] = {
#embed "web/js/views/complaint-panels.js"
}, file_99[] = {
#embed "web/js/views/complaint-source.js"
}, file_100[] = {
#embed "web/js/views/complaint.js"
}, file_101[] = {
#embed "web/js/views/complaints.js"
}, file_102[] = {
#embed "web/js/views/conflict.js"
}, file_103[] = {
#embed "web/js/views/draft.js"
}, file_104[] = {
#embed "web/js/views/dry-run.js"
}, file_105[] = {
#embed "web/js/views/ending.js"
}, file_106[] = {
#embed "web/js/views/entities.js"
}, file_107[] = {
#embed "web/js/views/entitypage.js"
}, file_108[] = {
#embed "web/js/views/field.js"
}, file_109[] = {
#embed "web/js/views/fields.js"
}, file_110[] = {
#embed "web/js/views/gate.js"
}, file_111[] = {
#embed "web/js/views/home.js"
}, file_112[] = {
#embed "web/js/views/import.js"
}, file_113[] = {
#embed "web/js/views/imports.js"
}, file_114[] = {
#embed "web/js/views/list-tools.js"
}, file_115[] = {
#embed "web/js/views/mapping.js"
}, file_116[] = {
#embed "web/js/views/missing.js"
}, file_117[] = {
#embed "web/js/views/password.js"
}, file_118[] = {
#embed "web/js/views/peek.js"
}, file_119[] = {
#embed "web/js/views/references.js"
}, file_120[] = {
#embed "web/js/views/rule-set.js"
}, file_121[] = {
#embed "web/js/views/rule-words.js"
}, file_122[] = {
#embed "web/js/views/rules.js"
}, file_123[] = {
#embed "web/js/views/self-check.js"
}, file_124[] = {
#embed "web/js/views/setup.js"
}, file_125[] = {
#embed "web/js/views/signin.js"
}, file_126[] = {
#embed "web/js/views/sites.js"
}, file_127[] = {
#embed "web/js/views/systems.js"
}, file_128[] = {
#embed "web/js/views/teams.js"
}, file_129[] = {
#embed "web/js/views/tokens.js"
}, file_130[] = {
#embed "web/js/views/users.js"
}, file_131[] = {
#embed "web/js/views/versions.js"
}, file_132[] = {
#embed "web/js/viewstate.js"
}, file_133[] = {
#embed "web/js/widgets/attachments.js"
}, file_134[] = {
#embed "web/js/widgets/bars.js"
}, file_135[] = {
#embed "web/js/widgets/bell.js"
}, file_136[] = {
#embed "web/js/widgets/bulkwork.js"
}, file_137[] = {
#embed "web/js/widgets/change.js"
}, file_138[] = {
#embed "web/js/widgets/chip.js"
}, file_139[] = {
#embed "web/js/widgets/clocks.js"
}, file_140[] = {
#embed "web/js/widgets/codeinput.js"
}, file_141[] = {
#embed "web/js/widgets/codelist.js"
}, file_142[] = {
#embed "web/js/widgets/correction.js"
}, file_143[] = {
#embed "web/js/widgets/dateinput.js"
}, file_144[] = {
#embed "web/js/widgets/decide.js"
}, file_145[] = {
#embed "web/js/widgets/dialog.js"
}, file_146[] = {
#embed "web/js/widgets/dialogdraft.js"
}, file_147[] = {
#embed "web/js/widgets/facetlist.js"
}, file_148[] = {
#embed "web/js/widgets/fielderror.js"
}, file_149[] = {
#embed "web/js/widgets/fieldinput.js"
}, file_150[] = {
#embed "web/js/widgets/fieldview.js"
}, file_151[] = {
#embed "web/js/widgets/formdraft.js"
}, file_152[] = {
#embed "web/js/widgets/help.js"
}, file_153[] = {
#embed "web/js/widgets/history.js"
}, file_154[] = {
#embed "web/js/widgets/lagchart.js"
}, file_155[] = {
#embed "web/js/widgets/links.js"
}, file_156[] = {
#embed "web/js/widgets/listinput.js"
}, file_157[] = {
#embed "web/js/widgets/livepanel.js"
}, file_158[] = {
#embed "web/js/widgets/menu.js"
}, file_159[] = {
#embed "web/js/widgets/nextstep.js"
}, file_160[] = {
#embed "web/js/widgets/outage.js"
}, file_161[] = {
#embed "web/js/widgets/palette.js"
}, file_162[] = {
#embed "web/js/widgets/passwordrules.js"
}, file_163[] = {
#embed "web/js/widgets/queues.js"
}, file_164[] = {
#embed "web/js/widgets/recordform.js"
}, file_165[] = {
#embed "web/js/widgets/reportdialog.js"
}, file_166[] = {
#embed "web/js/widgets/reporting.js"
}, file_167[] = {
#embed "web/js/widgets/restoretimeline.js"
}, file_168[] = {
#embed "web/js/widgets/signatures.js"
}, file_169[] = {
#embed "web/js/widgets/signdialog.js"
}, file_170[] = {
#embed "web/js/widgets/signmove.js"
}, file_171[] = {
#embed "web/js/widgets/simpleform.js"
}, file_172[] = {
#embed "web/js/widgets/sourcerow.js"
}, file_173[] = {
#embed "web/js/widgets/stacklabel.js"
}, file_174[] = {
#embed "web/js/widgets/states.js"
}, file_175[] = {
#embed "web/js/widgets/stayinview.js"
}, file_176[] = {
#embed "web/js/widgets/stepper.js"
}, file_177[] = {
#embed "web/js/widgets/suggest.js"
}, file_178[] = {
#embed "web/js/widgets/tasks.js"
}, file_179[] = {
#embed "web/js/widgets/textbox.js"
}, file_180[] = {
#embed "web/js/widgets/timeline.js"
}, file_181[] = {
#embed "web/js/widgets/toast.js"
}, file_182[] = {
#embed "web/js/widgets/uploads.js"
}, file_183[] = {
#embed "web/js/widgets/waiting.js"
}, file_184[] = {
#embed "web/js/widgets/why.js"
}, file_185[] = {
#embed "web/theme.js"
};

static const struct ibt_web_asset ibt_web_assets[] = {
    {"app.js", file_0, sizeof file_0},
    {"css/attachments.css", file_1, sizeof file_1},
    {"css/backups.css", file_2, sizeof file_2},
    {"css/base.css", file_3, sizeof file_3},
    {"css/bulk.css", file_4, sizeof file_4},
    {"css/clocks.css", file_5, sizeof file_5},
    {"css/fields.css", file_6, sizeof file_6},
    {"css/form.css", file_7, sizeof file_7},
    {"css/frame.css", file_8, sizeof file_8},
    {"css/grid.css", file_9, sizeof file_9},
    {"css/pages.css", file_10, sizeof file_10},
    {"css/people.css", file_11, sizeof file_11},
    {"css/print.css", file_12, sizeof file_12},
    {"css/reporting.css", file_13, sizeof file_13},
    {"css/signing.css", file_14, sizeof file_14},
    {"css/tokens.css", file_15, sizeof file_15},
    {"css/widgets.css", file_16, sizeof file_16},
    {"css/workflow.css", file_17, sizeof file_17},
    {"i18n/en-backups.js", file_18, sizeof file_18},
    {"i18n/en-bulk.js", file_19, sizeof file_19},
    {"i18n/en-checks.js", file_20, sizeof file_20},
    {"i18n/en-fields.js", file_21, sizeof file_21},
    {"i18n/en-people.js", file_22, sizeof file_22},
    {"i18n/en-reporting.js", file_23, sizeof file_23},
    {"i18n/en-rules.js", file_24, sizeof file_24},
    {"i18n/en-signing.js", file_25, sizeof file_25},
    {"i18n/en-work.js", file_26, sizeof file_26},
    {"i18n/en-workflow.js", file_27, sizeof file_27},
    {"i18n/en.js", file_28, sizeof file_28},
    {"i18n/fr-backups.js", file_29, sizeof file_29},
    {"i18n/fr-bulk.js", file_30, sizeof file_30},
    {"i18n/fr-checks.js", file_31, sizeof file_31},
    {"i18n/fr-fields.js", file_32, sizeof file_32},
    {"i18n/fr-people.js", file_33, sizeof file_33},
    {"i18n/fr-reporting.js", file_34, sizeof file_34},
    {"i18n/fr-rules.js", file_35, sizeof file_35},
    {"i18n/fr-signing.js", file_36, sizeof file_36},
    {"i18n/fr-work.js", file_37, sizeof file_37},
    {"i18n/fr-workflow.js", file_38, sizeof file_38},
    {"i18n/fr.js", file_39, sizeof file_39},
    {"icon.png", file_40, sizeof file_40},
    {"index.html", file_41, sizeof file_41},
    {"js/api.js", file_42, sizeof file_42},
    {"js/catalogue.js", file_43, sizeof file_43},
    {"js/condition.js", file_44, sizeof file_44},
    {"js/countries.js", file_45, sizeof file_45},
    {"js/dates.js", file_46, sizeof file_46},
    {"js/diff.js", file_47, sizeof file_47},
    {"js/dom.js", file_48, sizeof file_48},
    {"js/draftsaver.js", file_49, sizeof file_49},
    {"js/fielddraft.js", file_50, sizeof file_50},
    {"js/fold.js", file_51, sizeof file_51},
    {"js/format.js", file_52, sizeof file_52},
    {"js/frame.js", file_53, sizeof file_53},
    {"js/grid/cells.js", file_54, sizeof file_54},
    {"js/grid/columnchooser.js", file_55, sizeof file_55},
    {"js/grid/columns.js", file_56, sizeof file_56},
    {"js/grid/facetcounts.js", file_57, sizeof file_57},
    {"js/grid/facetpanel.js", file_58, sizeof file_58},
    {"js/grid/filters.js", file_59, sizeof file_59},
    {"js/grid/grid.js", file_60, sizeof file_60},
    {"js/grid/header.js", file_61, sizeof file_61},
    {"js/grid/keys.js", file_62, sizeof file_62},
    {"js/grid/selection.js", file_63, sizeof file_63},
    {"js/grid/source.js", file_64, sizeof file_64},
    {"js/grid/window.js", file_65, sizeof file_65},
    {"js/i18n.js", file_66, sizeof file_66},
    {"js/icons.js", file_67, sizeof file_67},
    {"js/live.js", file_68, sizeof file_68},
    {"js/logwords.js", file_69, sizeof file_69},
    {"js/matches.js", file_70, sizeof file_70},
    {"js/patch.js", file_71, sizeof file_71},
    {"js/people.js", file_72, sizeof file_72},
    {"js/polling.js", file_73, sizeof file_73},
    {"js/prefs.js", file_74, sizeof file_74},
    {"js/proposal.js", file_75, sizeof file_75},
    {"js/router.js", file_76, sizeof file_76},
    {"js/routes.js", file_77, sizeof file_77},
    {"js/rulecondition.js", file_78, sizeof file_78},
    {"js/rulesets.js", file_79, sizeof file_79},
    {"js/searchtext.js", file_80, sizeof file_80},
    {"js/shortcuts.js", file_81, sizeof file_81},
    {"js/similar.js", file_82, sizeof file_82},
    {"js/steps.js", file_83, sizeof file_83},
    {"js/tabname.js", file_84, sizeof file_84},
    {"js/teams.js", file_85, sizeof file_85},
    {"js/terms.js", file_86, sizeof file_86},
    {"js/told.js", file_87, sizeof file_87},
    {"js/validate.js", file_88, sizeof file_88},
    {"js/versionasked.js", file_89, sizeof file_89},
    {"js/views/anchors.js", file_90, sizeof file_90},
    {"js/views/audit.js", file_91, sizeof file_91},
    {"js/views/backups.js", file_92, sizeof file_92},
    {"js/views/bulkedit.js", file_93, sizeof file_93},
    {"js/views/bulkmove.js", file_94, sizeof file_94},
    {"js/views/bulks.js", file_95, sizeof file_95},
    {"js/views/codes.js", file_96, sizeof file_96},
    {"js/views/complaint-new.js", file_97, sizeof file_97},
    {"js/views/complaint-panels.js", file_98, sizeof file_98},
    {"js/views/complaint-source.js", file_99, sizeof file_99},
    {"js/views/complaint.js", file_100, sizeof file_100},
    {"js/views/complaints.js", file_101, sizeof file_101},
    {"js/views/conflict.js", file_102, sizeof file_102},
    {"js/views/draft.js", file_103, sizeof file_103},
    {"js/views/dry-run.js", file_104, sizeof file_104},
    {"js/views/ending.js", file_105, sizeof file_105},
    {"js/views/entities.js", file_106, sizeof file_106},
    {"js/views/entitypage.js", file_107, sizeof file_107},
    {"js/views/field.js", file_108, sizeof file_108},
    {"js/views/fields.js", file_109, sizeof file_109},
    {"js/views/gate.js", file_110, sizeof file_110},
    {"js/views/home.js", file_111, sizeof file_111},
    {"js/views/import.js", file_112, sizeof file_112},
    {"js/views/imports.js", file_113, sizeof file_113},
    {"js/views/list-tools.js", file_114, sizeof file_114},
    {"js/views/mapping.js", file_115, sizeof file_115},
    {"js/views/missing.js", file_116, sizeof file_116},
    {"js/views/password.js", file_117, sizeof file_117},
    {"js/views/peek.js", file_118, sizeof file_118},
    {"js/views/references.js", file_119, sizeof file_119},
    {"js/views/rule-set.js", file_120, sizeof file_120},
    {"js/views/rule-words.js", file_121, sizeof file_121},
    {"js/views/rules.js", file_122, sizeof file_122},
    {"js/views/self-check.js", file_123, sizeof file_123},
    {"js/views/setup.js", file_124, sizeof file_124},
    {"js/views/signin.js", file_125, sizeof file_125},
    {"js/views/sites.js", file_126, sizeof file_126},
    {"js/views/systems.js", file_127, sizeof file_127},
    {"js/views/teams.js", file_128, sizeof file_128},
    {"js/views/tokens.js", file_129, sizeof file_129},
    {"js/views/users.js", file_130, sizeof file_130},
    {"js/views/versions.js", file_131, sizeof file_131},
    {"js/viewstate.js", file_132, sizeof file_132},
    {"js/widgets/attachments.js", file_133, sizeof file_133},
    {"js/widgets/bars.js", file_134, sizeof file_134},
    {"js/widgets/bell.js", file_135, sizeof file_135},
    {"js/widgets/bulkwork.js", file_136, sizeof file_136},
    {"js/widgets/change.js", file_137, sizeof file_137},
    {"js/widgets/chip.js", file_138, sizeof file_138},
    {"js/widgets/clocks.js", file_139, sizeof file_139},
    {"js/widgets/codeinput.js", file_140, sizeof file_140},
    {"js/widgets/codelist.js", file_141, sizeof file_141},
    {"js/widgets/correction.js", file_142, sizeof file_142},
    {"js/widgets/dateinput.js", file_143, sizeof file_143},
    {"js/widgets/decide.js", file_144, sizeof file_144},
    {"js/widgets/dialog.js", file_145, sizeof file_145},
    {"js/widgets/dialogdraft.js", file_146, sizeof file_146},
    {"js/widgets/facetlist.js", file_147, sizeof file_147},
    {"js/widgets/fielderror.js", file_148, sizeof file_148},
    {"js/widgets/fieldinput.js", file_149, sizeof file_149},
    {"js/widgets/fieldview.js", file_150, sizeof file_150},
    {"js/widgets/formdraft.js", file_151, sizeof file_151},
    {"js/widgets/help.js", file_152, sizeof file_152},
    {"js/widgets/history.js", file_153, sizeof file_153},
    {"js/widgets/lagchart.js", file_154, sizeof file_154},
    {"js/widgets/links.js", file_155, sizeof file_155},
    {"js/widgets/listinput.js", file_156, sizeof file_156},
    {"js/widgets/livepanel.js", file_157, sizeof file_157},
    {"js/widgets/menu.js", file_158, sizeof file_158},
    {"js/widgets/nextstep.js", file_159, sizeof file_159},
    {"js/widgets/outage.js", file_160, sizeof file_160},
    {"js/widgets/palette.js", file_161, sizeof file_161},
    {"js/widgets/passwordrules.js", file_162, sizeof file_162},
    {"js/widgets/queues.js", file_163, sizeof file_163},
    {"js/widgets/recordform.js", file_164, sizeof file_164},
    {"js/widgets/reportdialog.js", file_165, sizeof file_165},
    {"js/widgets/reporting.js", file_166, sizeof file_166},
    {"js/widgets/restoretimeline.js", file_167, sizeof file_167},
    {"js/widgets/signatures.js", file_168, sizeof file_168},
    {"js/widgets/signdialog.js", file_169, sizeof file_169},
    {"js/widgets/signmove.js", file_170, sizeof file_170},
    {"js/widgets/simpleform.js", file_171, sizeof file_171},
    {"js/widgets/sourcerow.js", file_172, sizeof file_172},
    {"js/widgets/stacklabel.js", file_173, sizeof file_173},
    {"js/widgets/states.js", file_174, sizeof file_174},
    {"js/widgets/stayinview.js", file_175, sizeof file_175},
    {"js/widgets/stepper.js", file_176, sizeof file_176},
    {"js/widgets/suggest.js", file_177, sizeof file_177},
    {"js/widgets/tasks.js", file_178, sizeof file_178},
    {"js/widgets/textbox.js", file_179, sizeof file_179},
    {"js/widgets/timeline.js", file_180, sizeof file_180},
    {"js/widgets/toast.js", file_181, sizeof file_181},
    {"js/widgets/uploads.js", file_182, sizeof file_182},
    {"js/widgets/waiting.js", file_183, sizeof file_183},
    {"js/widgets/why.js", file_184, sizeof file_184},
    {"theme.js", file_185, sizeof file_185},
};

const size_t ibt_web_asset_count = sizeof ibt_web_assets / sizeof ibt_web_assets[0];

const struct ibt_web_asset *ibt_web_asset_table(void) { return ibt_web_assets; }
