-- Stop unless what is replaced is as reviewed, however it is spelt.
CREATE TABLE _reconcile (what, found, text); PRAGMA defer_foreign_keys = on;
CREATE TRIGGER _reconcile_stop AFTER INSERT ON _reconcile WHEN NEW.what='now:' BEGIN SELECT RAISE(ABORT,format('stopped: %s: expected %s, found %s',w,ifnull(x,'nothing'),ifnull(y,'nothing')))FROM(WITH RECURSIVE t(w,f,i,s)AS(SELECT what,found,rowid,''||text FROM _reconcile UNION SELECT what,1,-m.rowid,iif(type IN('table','view')OR what LIKE type||' %',sql,format('has: %s "%w"',type,name))FROM _reconcile,sqlite_schema m WHERE sql>''AND what COLLATE NOCASE IN(tbl_name,type||' '||name)UNION SELECT what,1,m.name||id||'.'||seq,format('used by: "%w"."%w" %s',m.name,"from",on_delete)FROM _reconcile,(SELECT name FROM sqlite_schema WHERE type='table'AND name NOT GLOB'_cf_*')m,pragma_foreign_key_list(m.name)WHERE"table"=what COLLATE NOCASE),c(w,f,i,s,o,d,p)AS(SELECT*,'',iif(s GLOB'CREATE ?[^A]*',9,0),0 FROM t UNION ALL SELECT w,f,i,ltrim(substr(s,abs(value)+1),char(32,10,13,9,12)),(CASE WHEN s GLOB'''*'THEN substr(s,1,value)WHEN value>0 THEN lower(trim(substr(s,1,value),iif(lower(substr(s,2,value-2))IN('null','true','false','current_date','current_time','current_timestamp'),'','"`[]')))END),d+(s GLOB'(*')-(s GLOB')*'),p+(substr(s,1,1)||d IN('(0',')1',',0',',1',':0'))FROM c,json_each(json_array(CASE WHEN s GLOB'--*'THEN-instr(s||char(10),char(10))WHEN s GLOB'/[*]*'THEN-3-instr(substr(s,3)||'*/','*/')WHEN s GLOB'["`''[]*'THEN 1+instr(substr(s,2),replace(substr(s,1,1),'[',']'))ELSE max(1,length(s)-length(ltrim(lower(s),'abcdefghijklmnopqrstuvwxyz_$0123456789')))END))WHERE s>'')SELECT w,group_concat(l,'; ')FILTER(WHERE f=0)x,group_concat(l,'; ')FILTER(WHERE f)y FROM(SELECT w,l,max(f)f FROM(SELECT w,f,ltrim(group_concat(o,' 'ORDER BY-length(s)),'(),: ')l FROM c GROUP BY w,f,i,p)WHERE l>''GROUP BY w,l HAVING max(f)=min(f))GROUP BY w);DELETE FROM _reconcile; END;
INSERT INTO _reconcile VALUES
  ('wide', 0, 'CREATE TABLE wide (id INTEGER PRIMARY KEY, c001 TEXT, c002 TEXT, c003 TEXT, c004 TEXT, c005 TEXT, c006
    TEXT, c007 TEXT, c008 TEXT, c009 TEXT, c010 TEXT, c011 TEXT, c012 TEXT, c013 TEXT, c014 TEXT, c015 TEXT, c016
    TEXT, c017 TEXT, c018 TEXT, c019 TEXT, c020 TEXT, c021 TEXT, c022 TEXT, c023 TEXT, c024 TEXT, c025 TEXT, c026
    TEXT, c027 TEXT, c028 TEXT, c029 TEXT, c030 TEXT, c031 TEXT, c032 TEXT, c033 TEXT, c034 TEXT, c035 TEXT, c036
    TEXT, c037 TEXT, c038 TEXT, c039 TEXT, c040 TEXT, c041 TEXT, c042 TEXT, c043 TEXT, c044 TEXT, c045 TEXT, c046
    TEXT, c047 TEXT, c048 TEXT, c049 TEXT, c050 TEXT, c051 TEXT, c052 TEXT, c053 TEXT, c054 TEXT, c055 TEXT, c056
    TEXT, c057 TEXT, c058 TEXT, c059 TEXT, c060 TEXT, c061 TEXT, c062 TEXT, c063 TEXT, c064 TEXT, c065 TEXT, c066
    TEXT, c067 TEXT, c068 TEXT, c069 TEXT, c070 TEXT, c071 TEXT, c072 TEXT, c073 TEXT, c074 TEXT, c075 TEXT, c076
    TEXT, c077 TEXT, c078 TEXT, c079 TEXT, c080 TEXT, c081 TEXT, c082 TEXT, c083 TEXT, c084 TEXT, c085 TEXT, c086
    TEXT, c087 TEXT, c088 TEXT, c089 TEXT, c090 TEXT, c091 TEXT, c092 TEXT, c093 TEXT, c094 TEXT, c095 TEXT, c096
    TEXT, c097 TEXT, c098 TEXT, c099 TEXT)'), ('now:', 0, '');
INSERT INTO _reconcile SELECT 'all rows', 0, format('wide %d', (SELECT count(*) FROM wide));

-- 1/1  rebuild table wide: ALTER TABLE cannot make column c099 NOT NULL on D1
CREATE TABLE _reconcile_new_wide (id INTEGER PRIMARY KEY, c001 TEXT, c002 TEXT, c003 TEXT, c004 TEXT, c005 TEXT, c006 TEXT, c007 TEXT, c008 TEXT, c009 TEXT, c010 TEXT, c011 TEXT, c012 TEXT, c013 TEXT, c014 TEXT, c015 TEXT, c016 TEXT, c017 TEXT, c018 TEXT, c019 TEXT, c020 TEXT, c021 TEXT, c022 TEXT, c023 TEXT, c024 TEXT, c025 TEXT, c026 TEXT, c027 TEXT, c028 TEXT, c029 TEXT, c030 TEXT, c031 TEXT, c032 TEXT, c033 TEXT, c034 TEXT, c035 TEXT, c036 TEXT, c037 TEXT, c038 TEXT, c039 TEXT, c040 TEXT, c041 TEXT, c042 TEXT, c043 TEXT, c044 TEXT, c045 TEXT, c046 TEXT, c047 TEXT, c048 TEXT, c049 TEXT, c050 TEXT, c051 TEXT, c052 TEXT, c053 TEXT, c054 TEXT, c055 TEXT, c056 TEXT, c057 TEXT, c058 TEXT, c059 TEXT, c060 TEXT, c061 TEXT, c062 TEXT, c063 TEXT, c064 TEXT, c065 TEXT, c066 TEXT, c067 TEXT, c068 TEXT, c069 TEXT, c070 TEXT, c071 TEXT, c072 TEXT, c073 TEXT, c074 TEXT, c075 TEXT, c076 TEXT, c077 TEXT, c078 TEXT, c079 TEXT, c080 TEXT, c081 TEXT, c082 TEXT, c083 TEXT, c084 TEXT, c085 TEXT, c086 TEXT, c087 TEXT, c088 TEXT, c089 TEXT, c090 TEXT, c091 TEXT, c092 TEXT, c093 TEXT, c094 TEXT, c095 TEXT, c096 TEXT, c097 TEXT, c098 TEXT, c099 TEXT NOT NULL);
INSERT INTO _reconcile_new_wide (id, c001, c002, c003, c004, c005, c006, c007, c008, c009, c010, c011, c012, c013, c014,
  c015, c016, c017, c018, c019, c020, c021, c022, c023, c024, c025, c026, c027, c028, c029, c030, c031, c032, c033,
  c034, c035, c036, c037, c038, c039, c040, c041, c042, c043, c044, c045, c046, c047, c048, c049, c050, c051, c052,
  c053, c054, c055, c056, c057, c058, c059, c060, c061, c062, c063, c064, c065, c066, c067, c068, c069, c070, c071,
  c072, c073, c074, c075, c076, c077, c078, c079, c080, c081, c082, c083, c084, c085, c086, c087, c088, c089, c090,
  c091, c092, c093, c094, c095, c096, c097, c098, c099)
SELECT id, c001, c002, c003, c004, c005, c006, c007, c008, c009, c010, c011, c012, c013, c014, c015, c016, c017, c018,
  c019, c020, c021, c022, c023, c024, c025, c026, c027, c028, c029, c030, c031, c032, c033, c034, c035, c036, c037,
  c038, c039, c040, c041, c042, c043, c044, c045, c046, c047, c048, c049, c050, c051, c052, c053, c054, c055, c056,
  c057, c058, c059, c060, c061, c062, c063, c064, c065, c066, c067, c068, c069, c070, c071, c072, c073, c074, c075,
  c076, c077, c078, c079, c080, c081, c082, c083, c084, c085, c086, c087, c088, c089, c090, c091, c092, c093, c094,
  c095, c096, c097, c098, c099 FROM wide;
DROP TABLE wide; ALTER TABLE _reconcile_new_wide RENAME TO wide;

-- Stop and undo all unless every row is there.
INSERT INTO _reconcile SELECT 'all rows', 1, format('wide %d', (SELECT count(*) FROM wide));
INSERT INTO _reconcile VALUES ('now:', 0, ''); DROP TABLE _reconcile; PRAGMA defer_foreign_keys = off;
