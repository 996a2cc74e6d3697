/// A whole brief for tests: a letter in three languages with one of everything.
pub(super) const LETTER: &str = r#"kind = "workplace-accident"
phase = "letter"
responsibility = "accidental"
revision = 2
zone = "Asia/Shanghai"
started_at = 2026-11-20T03:10:00+08:00
next_update_at = 2026-11-24T18:00:00+08:00
fallback_language = "en"

[facts]
hall = "B2"
stopped_lines = 12345
share = 0.25
inspection_on = 2026-11-25
restart_at = 2026-12-01T08:00:00+08:00
site = { en = "Suzhou", zh-CN = "苏州", zh-TW = "蘇州" }

[subject]
text.en = "Accident at our plant in {{ facts.site }}"
text.zh-CN = "关于{{ facts.site }}工厂事故的说明"
text.zh-TW = "關於{{ facts.site }}工廠事故的說明"

[situation]
text.en = """
A fire broke out in hall {{ facts.hall }}.
Two colleagues are hurt."""
text.zh-CN = "{{ facts.hall }}厂房起火。"
text.zh-TW = "{{ facts.hall }}廠房起火。"

[empathy]
text.en = "We know that you rely on us."
text.zh-CN = "我们深知您的牵挂。"
text.zh-TW = "我們深知您的牽掛。"

[responsibility_statement]
text.en = "We answer for it."
text.zh-CN = "我们负有责任。"
text.zh-TW = "我們負有責任。"

[[known]]
text.en = "The fire is out."
text.zh-CN = "火已扑灭。"
text.zh-TW = "火已撲滅。"

[[unknown]]
text.en = "The cause."
text.zh-CN = "原因。"
text.zh-TW = "原因。"

[impact]
text.en = "Deliveries from other halls continue."
text.zh-CN = "其他厂房照常交付。"
text.zh-TW = "其他廠房照常交付。"

[[impact.segment]]
partner = "strategic"
tier = "key"
text.en = "Your orders come first."
text.zh-CN = "贵公司的订单优先。"
text.zh-TW = "貴公司的訂單優先。"

[[impact.segment]]
country = "DE"
text.en = "Our stock in Kassel serves you."
text.zh-CN = "由卡塞尔仓库供货。"
text.zh-TW = "由卡塞爾倉庫供貨。"

[[impact.account]]
account = "a-012"
text.en = "Your order of October leaves two days late."
text.zh-CN = "贵公司十月订单推迟两天。"
text.zh-TW = "貴公司十月訂單延後兩天。"

[[measures]]
text.en = "A team of twelve repairs the lines."
text.zh-CN = "十二人小组正在抢修。"
text.zh-TW = "十二人小組正在搶修。"
owner = "t-03"
due = 2026-11-25
status = "under-way"

[[measures]]
text.en = "The hall is inspected."
text.zh-CN = "厂房检查。"
text.zh-TW = "廠房檢查。"
owner = "the fire brigade"
due = 2026-11-26T12:00:00+08:00
status = "planned"

[[certain]]
text.en = "Stock for six weeks."
text.zh-CN = "六周库存。"
text.zh-TW = "六週庫存。"

[ask]
text.en = "Tell us your most urgent order."
text.zh-CN = "请告知最急的订单。"
text.zh-TW = "請告知最急的訂單。"

[contact]
name.en = "Hotline"
name.zh-CN = "热线"
name.zh-TW = "專線"
phone = "+86 512 5550 0100"
email = "hotline@example.com"
hours = "24 h"

[appeal]
text.en = "Thank you for standing by us."
text.zh-CN = "感谢您的支持。"
text.zh-TW = "感謝您的支持。"

[verification]
text.en = "Call the number you know."
text.zh-CN = "请拨打您已知的号码核实。"
text.zh-TW = "請撥打您已知的號碼核實。"

[details.hall]
text.en = "Hall B2 makes bearings."
text.zh-CN = "B2 厂房生产轴承。"
text.zh-TW = "B2 廠房生產軸承。"
"#;
