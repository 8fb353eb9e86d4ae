//! Lines that hold a secret, and lines that only look as if they did.

use crate::review::{Finding, Options, Passage, Place, Role, Sink, review_passage, sound};

fn found(text: &str) -> Vec<Finding> {
    let options = Options::new(sound::now());
    let mut sink = Sink::new(&options);
    review_passage(&Passage::new(Place::incident("example"), Role::Event, text), &mut sink);
    sink.done().into_iter().filter(|it| it.rule.starts_with("secret/")).collect()
}

fn wrong(rule: &str, lines: &[&str]) -> Vec<String> {
    lines
        .iter()
        .filter(|line| !found(line).iter().any(|it| it.rule == rule))
        .map(|it| (*it).to_owned())
        .collect()
}

const CREDENTIALS: &[&str] = &[
    "Found AKIAFAKE00000NOTREAL in the public bucket",
    "temporary key ASIAFAKEQ7Z0NOTREAL1 was still valid",
    "aws_secret_access_key = FAKE/NotReal/0000aBcDeFgHiJkLmNoPqRsTuV",
    "AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjFAKE0000aBcDeFgHiJkLmNoPqRsTuVwXyZ1234567890",
    "the bot token ghs_FAKE0000aBcD1234eFgH5678iJkL9012mNoP leaked",
    "pushed with gho_FAKE00009sd8f7sd9f87sdf",
    "glptt-FAKE0000abcd1234efgh is the trigger token",
    "xoxp-0000000000-0000000000-0000000000-FAKE0000abcdef removed from the wiki",
    "xapp-1-A0000000000-0000000000000-FAKE0000abcdef0123456789",
    "webhook: https://discord.com/api/webhooks/000000000000000000/FAKE0000abcdEFGH1234ijklMNOP5678",
    "rk_live_FAKE0000aBcDeFgH was used from the laptop",
    "whsec_FAKE0000aBcDeFgHiJkLmNoPqRsTuV in values.yaml",
    "GOCSPX-FAKE0000aBcDeFgHiJkLmNoPqR in the client json",
    "hf_FAKE0000aBcDeFgHiJkLmNoPqRsTuVwX downloads the model",
    "sk-ant-api03-FAKE0000aBcDeFgHiJkLmNoPqRsTuVwX was billed 900 EUR",
    "export OPENAI_API_KEY=sk-FAKE0000aBcDeFgHiJkLmNoPqRsTuVwX",
    "dop_v1_fake0000abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "Telegram bot 0000000000:AAFAKE0000aBcDeFgHiJkLmNoPqRsTuVwXyZ answered",
    "SK0000fa4e20d2c40fd5db91fb9ae58e2c is the Twilio key",
    "SG.FAKE0000aBcDeFgHiJkL.FAKE0000aBcDeFgHiJkLmNoPqRsTuVwX sends the mail",
    "connection DefaultEndpointsProtocol=https;AccountName=logs;AccountKey=FAKE0000aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcdefABCDEF==;EndpointSuffix=core.windows.net",
    "Endpoint=sb://bus.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=FAKE0000aBcDeFgHiJkLmNoPqRsTuVw=",
    "https://store.blob.core.windows.net/c?sv=2022-11-02&se=2025-01-01&sig=FAKE0000aBcDeFgH%2BiJkLmNoPqRs%3D",
    "token eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJmYWtlIn0.FAKE0000aBcDeFgHiJkL expired",
    "Authorization: Basic ZmFrZTpGYWtlUGFzczEyMyE=",
    "authorization: token FAKE0000abcd1234efgh",
    "X-Api-Key: FAKE0000abcd1234",
    "X-Vault-Token: s.FAKE0000aBcDeFgHiJkLmNoP",
    "PRIVATE-TOKEN: FAKE0000abcd1234xyz9",
    "Ocp-Apim-Subscription-Key: 0000fa4e20d2c40fd5db91fb9ae58e2c",
    "redis://:Fake-9xQ2@cache-1:6379/0 in the log",
    "ftp://backup:FakePass1@ftp.partner.test/inbox",
    "https://deploy:FAKE0000abcd@git.corp.test/app.git",
    "smtp://mailer:Fake#Pass@mail:587",
    "amqps://svc:s3cr3t-fake@mq:5671/%2f",
    "jdbc:postgresql://db:5432/app?user=app&password=FakePw0rd",
    "`spring.datasource.password=fakehunter2`",
    "{\"username\": \"admin\", \"password\": \"FakeSpring2024\"}",
    "DB_PASS=Fake123! in the env dump",
    "password: Fake-Hunter2",
    "passwd = \"fake letmein 1\" in the config",
    "client_secret: fake8Q~0000aBcDeFgHiJkLmNoPqRsTuVwXyZ0123",
    "the password for grafana is Fake_Admin99",
    "Password was set to 'Fakewinter2024' on all three nodes",
    "used the shared password FakeWinter-2024! to get in",
    "logged in with admin/Fake-9xPq! on the console",
    "credentials admin:F4keP4ss!word work on staging too",
    "root pw is Fake-77Qz!",
    "the new Wi-Fi passphrase is Fake-Horse77!",
    "temporary password: Tmp!fake2025",
    "mysql -u root -pFakeS3cret orders < fix.sql",
    "mysqldump -h db-1 -u backup -p'Fake!pass9' orders",
    "curl -u svc:FakeToken99 https://nexus.corp.test/repository",
    "sshpass -p FakeP4ss ssh root@10.0.0.4",
    "docker login -u bot -p FakeP4ss99 registry.corp.test",
    "vault login --token FAKE0000abcd1234efgh",
    "cli --password FakePw99! deploy",
    "PGPASSWORD=fakepw99 psql -h db-1 orders",
    "db-1.internal:5432:orders:app:Fakepw99 in .pgpass",
    "<password>FakePw99</password> in server.xml",
    "app:Fakepw99@tcp(10.0.0.4:3306)/orders was printed",
    "sqlplus scott/FakeTiger9@//10.0.0.4:1521/xe",
    "The API key is 0000fa4e20d2c40fd5db91fb9ae58e2c and went into the ticket",
    "Mailgun key-0000fa4e20d2c40fd5db91fb9ae58e2c",
    "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAAFAKE\nAAAAFAKE==\n-----END OPENSSH PRIVATE KEY-----",
    "\"private_key\": \"-----BEGIN PRIVATE KEY-----\\nMIIEvFAKE0000aBcDeFgHiJkL\\n-----END PRIVATE KEY-----\\n\"",
    "token=FAKE0000abcd1234 in the query string",
    "the deploy token: FAKE0000abcd1234efgh5678",
    "pin: 4711 opens the cage",
    "AGE-SECRET-KEY-1FAKE0000QQQQWWWWEEEERRRRTTTTYYYYUUUUIIIIOOOO",
    "shpat_fake0000abcdef0123456789abcdef",
    "NRAK-FAKE0000ABCDEFGH12345678",
    "glsa_FAKE0000aBcDeFgHiJkLmNoPqRsTuVwX_0000abcd",
    "passwort: Fake!Sommer24",
    "the password is faketomcat123",
    "password was reset to 'fakewelcome' for the drill",
    "creds for the switch: admin / Fake#9xQ",
];

const CLEAN: &[&str] = &[
    "The password was rotated in the vault.",
    "password reset mails were delayed by 14 minutes",
    "Password reset for 312 users failed with HTTP 500",
    "The token expired at 14:05 UTC and was renewed",
    "token bucket of 500 requests was empty",
    "the token count was 4096, max_tokens=4096",
    "next_page_token=CAESBgoEEgIIAQ0000abcd",
    "cancellation token was ignored by worker-14",
    "API key rotation runs every 90 days",
    "secret `db-credentials` in namespace payments was missing",
    "secretKeyRef: name: db-credentials, key: password",
    "password: ${DB_PASSWORD}",
    "PASSWORD=$DB_PASSWORD",
    "password=*** in the log",
    "password: [redacted]",
    "token=<redacted>",
    "Authorization: Bearer $TOKEN",
    "Authorization: Bearer <token>",
    "Authorization: Bearer [masked]",
    "Bearer authentication was switched off",
    "Basic authentication is refused since release 12",
    "basic auth header missing in 14 requests",
    "api_key: xxxxxxxxxxxxxxxx",
    "X-Api-Key: {{ api_key }}",
    "X-Request-Id: 7f9c24e8-3b1a-4c55-9d2e-0a6b7c8d9e0f",
    "idempotency-key: 7f9c24e8-3b1a-4c55-9d2e-0a6b7c8d9e0f",
    "partition key: 000183-abc9",
    "cache key tenant:42:cart:9f8e7d",
    "public key ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIfake0000 was added",
    "scanner looks for xoxb-... and ghp_... patterns",
    "tokens that begin with `sk-` or `glpat-` are blocked",
    "npm_config_registry was unset",
    "branch sk-checkout-retry-on-timeout merged",
    "hf_transfer 0.1.8 installed",
    "AKIAIOSFODNN7EXAMPLE is the one from the manual",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY is the documented secret_access_key",
    "sk_test_4eC39HqLyjWDarjtT1zdp7dc is in the Stripe docs",
    "mysql -h db-1 -P 3306 -u root -p orders",
    "psql -p 5432 -h db-1 orders",
    "ssh -p 2222 deploy@bastion",
    "postgres://app:***@db-1/orders and https://user:<password>@host/",
    "https://${USER}:${PASS}@nexus.corp.test/",
    "http://localhost:8080/@scope/package",
    "https://host.corp.test:8443/a:b@c",
    "sha256:9b2a5f0c4d7e8b1a3c6d9e0f2b4a6c8d0e1f3a5b7c9d1e3f5a7b9c1d3e5f7a9b",
    "md5 d41d8cd98f00b204e9800998ecf8427e of the empty file",
    "commit 8f3c2d1e77a0b5c64d19e2f3a4b5c6d7e8f90a1b",
    "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG\n-----END CERTIFICATE-----",
    "the file starts with -----BEGIN RSA PRIVATE KEY----- and nothing else",
    "-----BEGIN PRIVATE KEY-----\n[redacted]\n-----END PRIVATE KEY-----",
    "payload aGVsbG8gd29ybGQ= decoded to a greeting",
    "the login was moved to node12a4b",
    "the password is bcrypt2a hashed and was moved to sha512crypt",
    "password hashing moved from SHA-256 to bcrypt",
    "password policy v2.3 is live on db-14",
    "Passwords were changed to 16-character ones",
    "the login service login-api-7d9f8b6c5d-x2x7q restarted",
    "login p99 went from 180ms to 2s",
    "the token service v1.2.3 was rolled back",
    "token was valid for 3600s",
    "passwd: files sss",
    "password=required in pam.conf",
    "client_secret is read from vault:secret/data/app#client_secret",
    "token = os.environ[\"CI_TOKEN\"]",
    "const token = getToken(user1)",
    "password = var.db_password_v2",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf",
    "key: checkout-v2, value: true",
    "key=order:4411:items evicted",
    "auth: oidc, realm: corp2",
    "auth=4 of 9 nodes",
    "pin: 13 on the GPIO board",
    "pass: 312, fail: 4",
    "trace 4bf92f3577b34da6a3ce929d0e0e4736 span 00f067aa0ba902b7",
    "The secret was stored in plain text for 41 days.",
    "KMS key 1b2c3d4e-aaaa-bbbb-cccc-0123456789ab was scheduled for deletion",
    "signing key k-2024-11 replaced k-2024-05",
    "encryption key version 14 is active",
    "credentials were passed to worker-3b",
    "db-1:5432:primary:ok",
    "arn:aws:rds:eu-west-1:123456789012:db:orders",
    "00:1a:2b:3c:4d:5e is the MAC of the switch",
    "jobs run with `--token-file /var/run/token1`",
    "helm upgrade --set image.tag=4f3e2d1c",
    "set password_min_length=12",
    "jwt: RS256 is required since 2024-11",
    "x-amz-security-token header was 1,204 bytes long",
];

const PERSONAL: &[&str] = &[
    "mail from bob.o'neil@kunde-ag.test came in",
    "contact: anna.schmidt@firma.test",
    "Author: Jo Doe <jo.doe@contractor.invalid>",
    "https://app.corp.test/reset?email=jan%40privat.test",
    "mailto:carla@privat.test in the footer",
    "`select * from users where email='pia.lang@posteo.test'`",
    "Phoned the clinic at (555) 010-0199",
    "call 555-0142 for access",
    "SMS went to +1 202 555 0147 twice",
    "Rufnummer +49-30-23125-099",
    "reached her on 07700 900 611",
    "tel. 01632 960 222",
    "site manager (mobile 06 39 98 12 34)",
    "her number is 020 7946 0321",
    "tel:+442079460111 in the page",
    "call +14155550123 before entering",
    "415-555-0132 rang without answer",
    "(11) 91234-0000 is the contact of the store",
    "customer 8841023 was billed twice",
    "customer #88410 complained",
    "Customer ID: C-104423 sees foreign orders",
    "client no. 55012 was cut off",
    "patient id 00412345 was shown to the wrong ward",
    "subscriber number 4930112233 lost service",
    "policy number PN-2291-8830 was printed",
    "account number 4400118902 was debited twice",
    "user id 8841023 deleted the report",
    "{\"customerId\": 771204, \"ok\": false}",
    "customer_id = 771204",
    "GET /orders?customer_id=771204&page=2",
    "merchant id 9918273 got the payout of another",
    "customer ids 771204, 771209 and 771233 are affected",
    "tenant id 44001 was moved",
    "member no. 20048812 could not check in",
    "cus_FAKE00a8sd7f6 was charged",
    "loyalty number 6001234567",
    "customer 3f2504e0-4f89-11d3-9a0c-0305e82c3301 was merged with another",
    "customer's IP 203.0.113.40 was blocked",
    "blocked client 198.51.100.77 at the edge",
    "the customer connects from 2001:db8:4::17",
    "client_ip=203.0.113.9 status=503",
    "X-Forwarded-For: 198.51.100.14",
    "203.0.113.9 belongs to a customer in Porto",
    "198.51.100.200 - - [10/Oct/2025:13:55:36 +0000] \"GET / HTTP/1.1\" 200",
    "a subscriber behind 203.0.113.181 was throttled",
    "The parcel went to 14 Rosewood Lane, Leeds",
    "Customer lives at 221 Elm St, Springfield",
    "delivered to Lindenstraße 14, 10969 Berlin",
    "12 rue de la Paix, 75002 Paris was on the label",
    "shipped to Calle Mayor 12, Madrid",
    "P.O. Box 4411, Dublin",
    "SSN 000-12-3456 was in the export",
    "078-05-1120 stood in the log",
    "passport no. X1234567 on the scan",
    "national insurance number QQ 12 34 56 C",
    "CPF 123.456.789-00 appeared in the URL",
    "Aadhaar 1234 5678 9012 was logged",
    "DOB 1984-03-12 was visible",
    "personnummer 850709-9805 in the trace",
    "IBAN DE00 3704 0044 0532 0130 00 was printed",
    "transfer to GB00FAKE00000012345678",
    "card 4929 0000 0000 0017 in clear text",
    "PAN=5500000000000012 in the debug log",
    "Steuer-ID 12345678901",
];

const NO_PERSON: &[&str] = &[
    "git@github.com:acme/edge-config.git was cloned",
    "user@example.com and ops@mail.example.org are test data",
    "ssh deploy@bastion.corp.test and reboot",
    "scp -i key.pem root@web-3.corp.test:/var/log/app.log .",
    "react@18.2.0 and @acme/ui@2.1.3",
    "postgresql@14-main.service failed",
    "registry.corp.test/app@sha256:9b2a5f0c4d7e8b1a3c6d",
    "@here and @oncall-storage were paged",
    "j***@corp.test could not log in",
    "svc-ci@acme-prod.iam.gserviceaccount.com lacks a role",
    "amqp://app:***@mq-1.corp.test:5672",
    "Ticket 4400118 was linked to case 00481516",
    "order 88410233 and invoice 2025-000117",
    "customer ticket 4400118 was closed",
    "customer order 8841023 arrived twice",
    "customers: 12480",
    "12,480 customers and 8841 users",
    "4471 customers saw the error",
    "user 500 errors went up",
    "users 12480 of 30000",
    "account 123456789012 (AWS) is at its limit",
    "AWS account 123456789012",
    "arn:aws:iam::123456789012:user/deployer",
    "uid=1000 gid=1000, user id 65534",
    "client_id=7f9c24e8-3b1a-4c55-9d2e-0a6b7c8d9e0f is the app registration",
    "customer id <CUSTOMER_ID>",
    "customer id ****23",
    "customer_id=${CUSTOMER_ID}",
    "customer id was null in 14 rows",
    "customer A and customer 2 were moved",
    "tenant 42 on shard 7",
    "etcd member 8e9e05c52164694d removed",
    "request id 8841023 of the client",
    "epoch 1746180333 = 2025-05-02T10:05:33Z",
    "1746180333123 is the offset",
    "+1,204 rows, +30 % and +2 500 000 events",
    "port 8443 and 10.20.0.14:8443",
    "1.1.1.1 and 8.8.8.8 answered the client",
    "the customer's VPN ends at 10.4.0.12",
    "Firmware 4.18.0.147 on client devices",
    "client version 10.21.4.1 crashed",
    "customers could not connect to 203.0.113.10",
    "our NAT gateway 203.0.113.10 was on the customer's block list",
    "load balancer 198.51.100.7 reset client connections",
    "2025-05-02 14:05:33 UTC",
    "2025-05-02 and 2025-05-03, 14:05-14:20",
    "0 0 1 * * and 30 2 * * 1",
    "serial 0045-2025-118 of the disk",
    "part no. 415-555-0132",
    "rows 1000 2000 3000 4000",
    "0000 0010 0020 0030 is the dump",
    "3 Way handshake, 2 Hard Drive failures",
    "slot 4 Hard Drive replaced",
    "ran on 14 Main Cluster nodes",
    "via Region 2 and via Link 4",
    "Gate 14 and Gateway 3 are closed",
    "card ending 4242 was declined",
    "test card 4242 4242 4242 4242 in the sandbox",
    "4111 11** **** 1111",
    "build 20250502.1405 and version 1.20.25",
    "i-0abc1234def567890 terminated, vol-049df61146c4d7901 kept",
    "latency 180 200 220 240 ms",
    "called 1000000 times per hour",
    "call 4411 of 9000 failed",
    "CVE-2024-12345 and RFC 9110",
    "INC-4471 and PAY-88410",
    "invoices numbered 2025-000117 to 2025-012596",
    "checksum 12-34-56-78 mismatch",
    "ISBN 978-3-16-148410-0",
    "the pan 12 of the camera",
    "born in release 4.2",
    "DE12 is the rack",
    "account plan 2024 was migrated",
    "user story 44123 is done",
    "policy 2024-11 of the alarm",
    "member 3 of 5 left",
    "contract test 4711 failed",
    "vendor case number 00481516",
    "phone support was at 312 calls",
    "call at 14:05, call back at 15:10 UTC",
    "reached 99.97% at 14:20",
    "mobile app 4.12.0 build 41200318",
    "number of users went from 1200345 to 1300456",
    "the text 12345678 was shown",
];

#[test]
fn credentials_are_found() {
    let wrong = wrong("secret/credential", CREDENTIALS);
    assert!(wrong.is_empty(), "missed:\n{}", wrong.join("\n"));
}

#[test]
fn personal_data_is_found() {
    let wrong = wrong("secret/personal-data", PERSONAL);
    assert!(wrong.is_empty(), "missed:\n{}", wrong.join("\n"));
}

#[test]
fn what_only_looks_like_it_is_left_alone() {
    let all = CLEAN.iter().chain(NO_PERSON);
    let wrong: Vec<String> = all
        .flat_map(|line| {
            found(line).into_iter().map(move |it| format!("{} {} in: {line}", it.rule, &line[it.span]))
        })
        .collect();
    assert!(wrong.is_empty(), "false alarms:\n{}", wrong.join("\n"));
}

#[test]
fn a_finding_never_repeats_the_secret_and_its_rewrite_takes_it_out() {
    for line in CREDENTIALS.iter().chain(PERSONAL) {
        let mut mended = (*line).to_owned();
        for finding in found(line).into_iter().rev() {
            let secret = &line[finding.span.clone()];
            for shown in [&finding.message, &finding.excerpt, &finding.help] {
                assert!(!shown.contains(secret), "{line}: {shown}");
            }
            assert!(!finding.message.contains('\n'), "{line}");
            let fix = finding.fix.unwrap();
            assert_eq!(fix.span, finding.span);
            mended.replace_range(fix.span, &fix.with);
        }
        let again: Vec<String> = found(&mended).into_iter().map(|it| it.message).collect();
        assert!(again.is_empty(), "{mended}: {again:?}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,60}|[-a-zA-Z0-9@:=/. '\"+()%\n]{0,80}|(password|token|card|call|customer id|-----BEGIN|://|AKIA|user) ?[\\PC]{0,20}") {
        for finding in found(&text) {
            assert!(finding.span.start < finding.span.end && text.get(finding.span.clone()).is_some(), "{text:?}");
        }
    }
}

#[test]
fn long_text_of_one_part_over_and_over_is_read_to_its_end() {
    for part in [
        "a-",
        "sk-",
        "xoxb-",
        "eyJ",
        "://",
        "a:b@",
        "user id ",
        "=",
        "'",
        "-----BEGIN PRIVATE KEY-----",
        "0 1",
        "@",
        "</a>",
        "token ",
        "1 Ab ",
    ] {
        let text = part.repeat(60_000 / part.len()) + "\n\nCall +1 415 555 2671 about it.";
        assert!(found(&text).iter().any(|it| it.rule == "secret/personal-data"), "{part}");
    }
}
