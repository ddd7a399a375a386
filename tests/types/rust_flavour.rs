//! The Rust flavour: it compiles, and reads rows as D1 returns them.

use serde_json::json;

use crate::projects::{home, is_file, types};

/// What `tenants.limits` holds.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct Limits(String);

// Included rather than modules of their own, so that `cargo fmt` leaves them as they are written.
#[allow(dead_code)]
mod shop {
    include!("rust/shop.rs");
}
#[allow(dead_code)]
mod tenants {
    include!("rust/tenants.rs");
}
#[allow(dead_code)]
mod hostile {
    include!("rust/hostile.rs");
}

#[test]
fn structs_are_what_the_files_hold() {
    for name in ["shop", "tenants", "hostile"] {
        let project = home().join("projects").join(name);
        let text = types(&project, &["--flavour", "rust", "--json-from", "super"]);
        is_file(&home().join("rust").join(format!("{name}.rs")), &text);
    }
}

#[test]
fn rows_of_d1_are_read_and_inserts_leave_out_what_is_none() {
    let row = json!({ "sku": "a", "title": "b", "price": 2, "stock": 1, "photo": [1, 255] });
    let product: shop::ProductsRow = serde_json::from_value(row).unwrap();
    assert_eq!((product.price, product.photo), (2.0, Some(vec![1, 255])));
    let row = json!({ "id": 1, "email": "e", "name": null, "plan": "team", "newsletter": 1, "created_at": "now" });
    let customer: shop::CustomersRow = serde_json::from_value(row).unwrap();
    assert_eq!((customer.name, customer.plan), (None, shop::CustomersPlan::Team));
    let insert = shop::CustomersInsert {
        id: None,
        email: "e".to_owned(),
        name: None,
        plan: None,
        newsletter: None,
        created_at: None,
    };
    assert_eq!(serde_json::to_value(insert).unwrap(), json!({ "email": "e" }));
    let update = shop::CustomersUpdate {
        name: Some(None),
        ..shop::CustomersUpdate::default()
    };
    assert_eq!(serde_json::to_value(update).unwrap(), json!({ "name": null }));
    let row = json!({ "id": "t", "name": "n", "limits": "{}", "created": 5 });
    let tenant: tenants::TenantsRow = serde_json::from_value(row).unwrap();
    assert_eq!(tenant.id, tenants::TenantsId("t".to_owned()));
    let row = json!({ "type": "a\"b", "self": "s", "crate": null, "constructor": null, "1st": "x" });
    let class: hostile::ClassRow = serde_json::from_value(row).unwrap();
    assert_eq!((class.self_, class.n1st), (Some("s".to_owned()), Some("x".to_owned())));
}
