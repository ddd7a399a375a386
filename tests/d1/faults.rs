//! Faults on the way: reads are repeated where that is safe, writes never.

use std::time::{Duration, Instant};

use reconcile::database::d1::Patience;
use reconcile::database::{Database as _, Error, Value};
use serde_json::{Value as Json, json};

use crate::server::{QUICK, Remote, Server, batch, tests};

tests![
    a_read_survives_what_cloudflare_calls_retryable,
    a_read_is_not_repeated_without_end,
    other_refusals_stand_as_answered,
    retry_after_is_honoured_for_reads_and_writes,
    a_long_retry_after_ends_the_run_with_the_time,
    a_write_without_an_answer_is_ambiguous_and_sent_once,
    a_slow_write_is_ambiguous_and_may_arrive_later,
    a_refused_connection_is_no_ambiguity,
];

fn filled(server: &'static Server) -> Remote {
    let remote = server.database();
    remote.open().run(&batch(&["create table t (a)"])).unwrap();
    remote
}

fn rows(remote: &Remote) -> i64 {
    remote
        .open()
        .query("select count(*) from t")
        .unwrap()
        .scalar()
        .and_then(Value::as_i64)
        .unwrap()
}

/// Faults that pass: what is only read may be asked again.
pub(crate) fn passing() -> Vec<Json> {
    vec![
        json!({"kind": "drop"}),
        json!({"kind": "drop", "when": "after"}),
        json!({"kind": "cut"}),
        json!({"kind": "garbage"}),
        json!({"kind": "status", "status": 502, "bare": true}),
        json!({"kind": "status", "status": 500, "message": "D1_ERROR: Network connection lost."}),
        json!({"kind": "status", "status": 400, "message": "D1 DB storage caused object to be reset."}),
    ]
}

fn a_read_survives_what_cloudflare_calls_retryable(server: &'static Server) {
    let remote = filled(server);
    for fault in passing() {
        let before = remote.count("POST raw");
        remote.faults(&[fault.clone(), fault.clone()]);
        assert!(remote.open().query("select * from t").is_ok(), "{fault}");
        assert_eq!(remote.count("POST raw"), before + 3, "{fault}");
    }
}

fn a_read_is_not_repeated_without_end(server: &'static Server) {
    let remote = filled(server);
    remote.faults(&[json!({"kind": "drop", "times": 4})]);
    let error = remote.open().query("select * from t").unwrap_err();
    assert!(matches!(error, Error::Remote { .. }), "{error:?}");
    assert_eq!(remote.count("POST raw"), 4);
}

fn other_refusals_stand_as_answered(server: &'static Server) {
    let remote = filled(server);
    let message = "D1 DB is overloaded. Too many requests queued.";
    remote.faults(&[json!({"kind": "status", "status": 400, "message": message})]);
    let error = remote.open().query("select * from t").unwrap_err();
    assert!(error.to_string().contains("overloaded"), "{error:?}");
    assert_eq!(remote.count("POST raw"), 1);
}

const LIMITED: &str = "Please wait and consider throttling your request speed";

fn retry_after_is_honoured_for_reads_and_writes(server: &'static Server) {
    let remote = filled(server);
    let api = server.api();
    let limited = json!({"kind": "status", "status": 429, "code": 971, "message": LIMITED, "retry_after": 1});
    remote.faults(std::slice::from_ref(&limited));
    let start = Instant::now();
    remote
        .open_with(&api)
        .run(&batch(&["insert into t values (1)"]))
        .unwrap();
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!((rows(&remote), api.requests()), (1, 2));
    remote.faults(&[limited]);
    assert!(remote.open().query("select * from t").is_ok());
    assert!(start.elapsed() >= Duration::from_secs(2));
}

fn a_long_retry_after_ends_the_run_with_the_time(server: &'static Server) {
    let remote = filled(server);
    remote.faults(&[json!({"kind": "status", "status": 429, "code": 971, "message": LIMITED, "retry_after": 240})]);
    let start = Instant::now();
    let error = remote.open().run(&batch(&["insert into t values (1)"])).unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(5));
    assert!(error.to_string().contains("240 s"), "{error}");
    assert_eq!(rows(&remote), 0);
}

fn a_write_without_an_answer_is_ambiguous_and_sent_once(server: &'static Server) {
    let remote = filled(server);
    // Whether it ran, by fault.
    let faults: [(Json, bool); 9] = [
        (json!({"kind": "drop"}), false),
        (json!({"kind": "drop", "when": "after"}), true),
        (json!({"kind": "cut", "when": "after"}), true),
        (json!({"kind": "garbage", "when": "after"}), true),
        (
            json!({"kind": "status", "status": 504, "bare": true, "when": "after"}),
            true,
        ),
        (json!({"kind": "status", "status": 503, "bare": true}), false),
        (
            json!({"kind": "status", "status": 500, "message": "internal error; reference = 0a1b2c"}),
            false,
        ),
        (
            json!({"kind": "status", "status": 400, "message": "Network connection lost."}),
            false,
        ),
        (
            json!({"kind": "status", "status": 400, "message": "D1 DB storage operation exceeded timeout which caused object to be reset."}),
            false,
        ),
    ];
    let mut expected = 0;
    for (fault, ran) in faults {
        let sent = remote.count("POST query");
        remote.faults(std::slice::from_ref(&fault));
        let error = remote.open().run(&batch(&["insert into t values (1)"])).unwrap_err();
        assert!(
            matches!(&error, Error::Ambiguous { label, .. } if label.contains(&remote.name)),
            "{fault}: {error:?}"
        );
        assert_eq!(remote.count("POST query"), sent + 1, "{fault}: sent again");
        expected += i64::from(ran);
        assert_eq!(rows(&remote), expected, "{fault}");
    }
}

fn a_slow_write_is_ambiguous_and_may_arrive_later(server: &'static Server) {
    let remote = filled(server);
    remote.faults(&[json!({"match": "/query", "kind": "slow", "ms": 1500})]);
    let impatient = Patience {
        answer: Duration::from_millis(300),
        ..QUICK
    };
    let mut database = remote.open_with(&server.api_with(crate::server::TOKEN, impatient));
    let error = database.run(&batch(&["insert into t values (1)"])).unwrap_err();
    assert!(matches!(error, Error::Ambiguous { .. }), "{error:?}");
    std::thread::sleep(Duration::from_millis(2500));
    assert_eq!(rows(&remote), 1);
}

fn a_refused_connection_is_no_ambiguity(server: &'static Server) {
    let remote = filled(server);
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let base = format!("http://127.0.0.1:{port}/client/v4");
    let api = crate::server::api(&base, crate::server::TOKEN, QUICK);
    let error = remote
        .open_with(&api)
        .run(&batch(&["insert into t values (1)"]))
        .unwrap_err();
    let Error::Remote { message, help, .. } = error else {
        panic!("{error:?}")
    };
    assert!(
        message.contains("cannot reach") && help.is_some_and(|help| help.contains("CLOUDFLARE_API_BASE_URL")),
        "{message}"
    );
}
