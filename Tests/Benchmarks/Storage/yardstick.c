// The yardstick of make bench-storage: what SQLite itself costs from C for the work of IBTool's queries, over the
// same database, through the same library: statements prepared once, values bound, JSON written into a byte buffer.
//   yardstick MODE DATABASE SECONDS
// MODE: read | list | varied | search | rare | common | facets, or insert with a number of rows in place of
// SECONDS: complaints with all indexes and full text, no trail, into a new file beside DATABASE, 1,000 a commit.
// Prints: MODE, microseconds of processor time each, how many a second, bytes each.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static sqlite3 *db;
static char *out;
static size_t used, room;

static double seconds_of(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "no database");
    exit(1);
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *made;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL) != SQLITE_OK) fail(sql);
    return made;
}

static void run(const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail(sql);
}

static int step(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) fail(sqlite3_sql(statement));
    return code == SQLITE_ROW;
}

// MARK: JSON

static void reserve(size_t more) {
    if (used + more <= room) return;
    room = (used + more) * 2;
    out = realloc(out, room);
    if (!out) exit(1);
}

static void put(const char *bytes, size_t count) {
    reserve(count);
    memcpy(out + used, bytes, count);
    used += count;
}

static void put_text(const unsigned char *text, int count) {
    reserve((size_t)count * 6 + 2);
    char *end = out + used;
    *end++ = '"';
    for (int i = 0; i < count; i++) {
        unsigned char byte = text[i];
        if (byte == '"' || byte == '\\') *end++ = '\\', *end++ = (char)byte;
        else if (byte < 32) end += sprintf(end, "\\u%04x", byte);
        else *end++ = (char)byte;
    }
    *end++ = '"';
    used = (size_t)(end - out);
}

static void put_row(sqlite3_stmt *row, int first) {
    put("{", 1);
    for (int i = first; i < sqlite3_column_count(row); i++) {
        if (i > first) put(",", 1);
        const char *name = sqlite3_column_name(row, i);
        put_text((const unsigned char *)name, (int)strlen(name));
        put(":", 1);
        char number[32];
        switch (sqlite3_column_type(row, i)) {
        case SQLITE_NULL: put("null", 4); break;
        case SQLITE_INTEGER: put(number, (size_t)sprintf(number, "%lld", sqlite3_column_int64(row, i))); break;
        default: {
            const unsigned char *text = sqlite3_column_text(row, i);
            put_text(text, sqlite3_column_bytes(row, i));
        }
        }
    }
    put("},", 2);
}

// MARK: The work

#define LISTED \
    "complaint.id,number,complaint.version,status,severity,received,aware,event_date,channel,complaint.country," \
    "language,complaint.customer,site.code AS site,site.name AS site_name,system.code AS system,complaint.modality," \
    "complaint.brand,complaint.product,complaint.model,complaint.serial,complaint.udi,complaint.software_version," \
    "summary,description,outcome,owner,source,source_id,import_id,complaint.created_at,complaint.updated_at," \
    "updated_by,document"
#define JOINED " FROM complaint LEFT JOIN site ON site.id=complaint.site_id" \
    " LEFT JOIN system ON system.id=complaint.system_id "
#define MARKED "highlight(complaint_text,5,char(57344),char(57345)) AS marked_summary," \
    "snippet(complaint_text,6,char(57344),char(57345),'…',24) AS marked_description"
#define NEWEST "ORDER BY received DESC,complaint.id DESC LIMIT 50 OFFSET ?"

static const char *statuses[] = {"received", "triage", "assessed", "investigation", "action", "reply", "review", "closed"};
static const char *severities[] = {"none", "minor", "serious", "critical"};
static const char *mixed[] = {"helium", "gradient", "artefact", "bobine", "reboot", "quench"};
static const char *rare[] = {"mouse", "tattoo", "quench"};
static const char *common[] = {"the", "de", "system"};
static char *products[256];
static int product_count;
static sqlite3_int64 last_id;
static unsigned chance = 7;

static int any(int count) { return (int)(rand_r(&chance) % (unsigned)count); }

static void bind_text(sqlite3_stmt *statement, int index, const char *text) {
    sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
}

static void rows(sqlite3_stmt *statement) {
    while (step(statement)) put_row(statement, 0);
    sqlite3_reset(statement);
}

static void read_one(void) {
    static sqlite3_stmt *record;
    if (!record) record = prepare("SELECT complaint.*,site.code,site.name,system.code" JOINED "WHERE complaint.id=?");
    sqlite3_bind_int64(record, 1, 1 + (sqlite3_int64)rand_r(&chance) % last_id);
    rows(record);
}

static void list(void) {
    static sqlite3_stmt *page;
    if (!page) page = prepare("SELECT " LISTED JOINED "WHERE status=? AND severity=? " NEWEST);
    bind_text(page, 1, "investigation");
    bind_text(page, 2, "serious");
    sqlite3_bind_int(page, 3, 0);
    rows(page);
}

static void varied(void) {
    static sqlite3_stmt *two, *three;
    if (!two) {
        two = prepare("SELECT " LISTED JOINED "WHERE status=? AND severity=? " NEWEST);
        three = prepare("SELECT " LISTED JOINED "WHERE status=? AND severity=? AND complaint.product=? " NEWEST);
    }
    int third = any(3) == 0;
    sqlite3_stmt *page = third ? three : two;
    bind_text(page, 1, statuses[any(8)]);
    bind_text(page, 2, severities[any(4)]);
    if (third) bind_text(page, 3, products[any(product_count)]);
    sqlite3_bind_int(page, third ? 4 : 3, 50 * any(5));
    rows(page);
}

// As IBTool orders: exactly ranked up to 2,000 matches, newest first beyond.
static void search(const char **words, int count) {
    static sqlite3_stmt *matches, *ranked, *newest, *record;
    if (!matches) {
        matches = prepare("SELECT count(*) FROM (SELECT 1 FROM complaint_text WHERE complaint_text MATCH ? LIMIT 2001)");
        ranked = prepare("SELECT rowid," MARKED " FROM complaint_text WHERE complaint_text MATCH ? AND rank MATCH"
                         " 'bm25(20.0,20.0,20.0,5.0,5.0,5.0,1.0,1.0)' ORDER BY rank LIMIT 50");
        newest = prepare("SELECT rowid," MARKED " FROM complaint_text WHERE complaint_text MATCH ?"
                         " ORDER BY rowid DESC LIMIT 50");
        record = prepare("SELECT " LISTED JOINED "WHERE complaint.id=?");
    }
    const char *word = words[any(count)];
    bind_text(matches, 1, word);
    step(matches);
    sqlite3_stmt *page = sqlite3_column_int(matches, 0) <= 2000 ? ranked : newest;
    sqlite3_reset(matches);
    bind_text(page, 1, word);
    while (step(page)) {
        sqlite3_bind_int64(record, 1, sqlite3_column_int64(page, 0));
        rows(record);
        put_row(page, 1);
    }
    sqlite3_reset(page);
}

static void facets(void) {
    static sqlite3_stmt *counts[3];
    static const char *sql[] = {"SELECT status,count(*) FROM complaint GROUP BY 1",
                                "SELECT severity,count(*) FROM complaint GROUP BY 1",
                                "SELECT product,count(*) FROM complaint GROUP BY 1"};
    for (int i = 0; i < 3; i++) {
        if (!counts[i]) counts[i] = prepare(sql[i]);
        rows(counts[i]);
    }
}

static void once(const char *mode) {
    if (!strcmp(mode, "read")) read_one();
    else if (!strcmp(mode, "list")) list();
    else if (!strcmp(mode, "varied")) varied();
    else if (!strcmp(mode, "search")) search(mixed, 6);
    else if (!strcmp(mode, "rare")) search(rare, 3);
    else if (!strcmp(mode, "common")) search(common, 3);
    else if (!strcmp(mode, "facets")) facets();
    else fail("no such mode");
}

// MARK: Inserting

// The statements that make the table, its indexes, its view and its full text, without what FTS5 makes itself.
static void copy_schema(sqlite3 *from, sqlite3 *to) {
    sqlite3_stmt *made;
    db = from;
    made = prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND (tbl_name='complaint' OR name IN"
                   " ('complaint_text_content','complaint_text')) ORDER BY type='table' DESC,type='view' DESC,"
                   " name='complaint' DESC");
    while (step(made)) {
        db = to;
        run((const char *)sqlite3_column_text(made, 0));
        db = from;
    }
    sqlite3_finalize(made);
}

static long insert(const char *path, long count) {
    char beside[4096];
    snprintf(beside, sizeof beside, "%s.yardstick", path);
    unlink(beside);
    sqlite3 *from = db, *to;
    if (sqlite3_open(beside, &to) != SQLITE_OK) fail(beside);
    db = to;
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8192");
    copy_schema(from, to);
    db = from;
    char sql[4096] = "INSERT INTO complaint VALUES(?";
    sqlite3_stmt *source = prepare("SELECT * FROM complaint ORDER BY id LIMIT ?");
    int columns = sqlite3_column_count(source);
    for (int i = 1; i < columns; i++) strcat(sql, ",?");
    sqlite3_bind_int64(source, 1, count);
    db = to;
    sqlite3_stmt *row = prepare(strcat(sql, ")"));
    sqlite3_stmt *words = prepare("INSERT INTO complaint_text(rowid,number,source_id,serial,customer,device,summary,"
        "description,investigation_results) SELECT * FROM complaint_text_content WHERE id=?");
    long done = 0;
    run("BEGIN");
    for (;;) {
        db = from;
        if (!step(source)) break;
        db = to;
        for (int i = 0; i < columns; i++) sqlite3_bind_value(row, i + 1, sqlite3_column_value(source, i));
        step(row);
        sqlite3_reset(row);
        sqlite3_bind_int64(words, 1, sqlite3_last_insert_rowid(to));
        step(words);
        sqlite3_reset(words);
        if (++done % 1000 == 0) run("COMMIT; BEGIN");
    }
    db = to;
    run("COMMIT");
    sqlite3_finalize(row);
    sqlite3_finalize(words);
    sqlite3_close(to);
    db = from;
    sqlite3_finalize(source);
    const char *ends[] = {"", "-wal", "-shm"};
    for (int i = 0; i < 3; i++) {
        char file[4200];
        snprintf(file, sizeof file, "%s%s", beside, ends[i]);
        unlink(file);
    }
    return done;
}

int main(int count, char **words) {
    if (count != 4) {
        fprintf(stderr, "usage: yardstick MODE DATABASE SECONDS\n");
        return 64;
    }
    const char *mode = words[1];
    if (sqlite3_open_v2(words[2], &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) fail(words[2]);
    run("PRAGMA cache_size=-4096; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY");
    sqlite3_stmt *known = prepare("SELECT DISTINCT product FROM complaint WHERE product IS NOT NULL ORDER BY 1 LIMIT 256");
    while (step(known)) products[product_count++] = strdup((const char *)sqlite3_column_text(known, 0));
    sqlite3_finalize(known);
    sqlite3_stmt *last = prepare("SELECT max(id) FROM complaint");
    if (step(last)) last_id = sqlite3_column_int64(last, 0);
    sqlite3_finalize(last);

    int inserts = !strcmp(mode, "insert");
    if (!inserts) once(mode);
    double cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID), begin = seconds_of(CLOCK_MONOTONIC);
    long done = 0;
    double bytes = 0;
    if (inserts) done = insert(words[2], atol(words[3]));
    while (!inserts && seconds_of(CLOCK_MONOTONIC) - begin < atof(words[3])) {
        used = 0;
        run("BEGIN");
        once(mode);
        run("COMMIT");
        bytes += (double)used;
        done++;
    }
    cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    begin = seconds_of(CLOCK_MONOTONIC) - begin;
    if (done == 0) return 1;
    printf("%s %.1f %.0f %.0f\n", mode, cpu / (double)done * 1e6, (double)done / begin, bytes / (double)done);
    return 0;
}
