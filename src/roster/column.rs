/// A column that this room knows.
///
/// Names are compared without case, blanks, `_`, `-` and `.`; `other` are spellings that mean
/// nothing else.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    other: &'static [&'static str],
}

impl Column {
    const fn must(name: &'static str, other: &'static [&'static str]) -> Self {
        Self { name, required: true, other }
    }

    const fn may(name: &'static str, other: &'static [&'static str]) -> Self {
        Self { name, required: false, other }
    }

    /// Whether a squashed header is this column's own name.
    pub(crate) fn is(&self, squashed: &str) -> bool {
        let mut name = self.name.bytes().filter(|byte| *byte != b'_');
        squashed.bytes().all(|byte| name.next() == Some(byte)) && name.next().is_none()
    }

    /// Whether a squashed header is another spelling of it.
    pub(crate) fn is_also(&self, squashed: &str) -> bool {
        self.other.contains(&squashed)
    }
}

/// A header without case, blanks, `_`, `-` and `.`.
pub(crate) fn squashed(header: &str) -> String {
    header
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '.' | ':' | '*'))
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Columns of the accounts table.
pub(crate) const ACCOUNTS: &[Column] = &[
    Column::must("id", &["accountid", "companyid", "编号", "編號", "公司编号", "公司編號"]),
    Column::must(
        "name",
        &["accountname", "company", "companyname", "公司", "名称", "名稱", "公司名称", "公司名稱"],
    ),
    Column::may("name_en", &["nameenglish", "englishname", "英文名", "英文名称", "英文名稱"]),
    Column::may("name_zh_cn", &["namezhhans", "namesimplified", "简体名称", "中文名称"]),
    Column::may("name_zh_tw", &["namezhhant", "nametraditional", "繁體名稱", "繁体名称"]),
    Column::must(
        "partner",
        &["partnerstatus", "partnertype", "伙伴", "夥伴", "伙伴类型", "夥伴類型"],
    ),
    Column::may("region", &["area", "地区", "地區", "区域", "區域"]),
    Column::may("country", &["countrycode", "国家", "國家"]),
    Column::may("sponsor", &["executivesponsor", "高层联系人", "高層聯絡人"]),
    Column::may("stage", &["accountstage", "阶段", "階段"]),
];

/// Columns of the contacts table.
pub(crate) const CONTACTS: &[Column] = &[
    Column::must("id", &["contactid", "personid", "编号", "編號"]),
    Column::must(
        "account",
        &["accountid", "company", "companyid", "公司", "公司编号", "公司編號", "客户", "客戶"],
    ),
    Column::must("family_name", &["surname", "lastname", "姓", "姓氏"]),
    Column::must("given_name", &["firstname", "forename", "名", "名字"]),
    Column::may("name_order", &["order", "姓名顺序", "姓名順序"]),
    Column::may("academic_title", &["academicdegree", "degree", "学位", "學位", "学衔", "學銜"]),
    Column::may("position", &["jobtitle", "job", "职位", "職位", "职务", "職務"]),
    Column::may("department", &["dept", "division", "部门", "部門"]),
    Column::may("gender", &["sex", "性别", "性別"]),
    Column::may("salutation", &["salutationoverride", "greeting", "称呼", "稱呼"]),
    Column::must(
        "email",
        &[
            "emailaddress",
            "mail",
            "mailaddress",
            "邮箱",
            "郵箱",
            "电子邮件",
            "電子郵件",
            "电子邮箱",
            "電子信箱",
            "信箱",
            "电邮",
            "電郵",
        ],
    ),
    Column::may("phone", &["tel", "telephone", "phonenumber", "电话", "電話", "手机", "手機"]),
    Column::must("language", &["lang", "语言", "語言"]),
    Column::may("time_zone", &["tz", "zone", "时区", "時區"]),
    Column::may("country", &["countrycode", "国家", "國家"]),
    Column::may("tier", &["tiers", "layer", "layers", "层级", "層級"]),
    Column::may("role", &["角色"]),
    Column::may("attitude", &["态度", "態度"]),
    Column::may("contacted", &["已接触", "已接觸"]),
    Column::may("attitude_date", &["attitudeon", "态度日期", "態度日期"]),
    Column::may("competitor_attitude", &["attitudetocompetitor", "对手态度", "對手態度"]),
    Column::may("ladder", &["ladderstep", "关系阶梯", "關係階梯"]),
    Column::may("level", &["grade", "级别", "級別"]),
    Column::may("reports_to", &["manager", "superior", "上级", "上級"]),
    Column::may("official", &["publicofficial", "公职", "公職"]),
    Column::may("owner", &["accountmanager", "负责人", "負責人"]),
    Column::may("backup", &["backupowner", "deputy", "后备", "後備"]),
    Column::may("last_contact", &["lastcontacted", "lastcontacton", "最近联系", "最近聯絡"]),
    Column::may("birthday", &["birthdate", "dateofbirth", "生日"]),
    Column::may("star", &["staroftomorrow", "明日之星"]),
    Column::may("do_not_contact", &["dnc", "donotcall", "勿扰", "勿擾"]),
    Column::may("concerns", &["concern", "关切", "關切"]),
    Column::may("interests", &["interest", "hobbies", "兴趣", "興趣", "爱好", "愛好"]),
    Column::may("notes", &["note", "comment", "comments", "remarks", "备注", "備註"]),
];

/// Columns of the team table.
pub(crate) const TEAM: &[Column] = &[
    Column::must("id", &["teamid", "personid", "编号", "編號", "工号", "工號"]),
    Column::must("name", &["fullname", "姓名", "名字"]),
    Column::may("name_en", &["nameenglish", "englishname", "英文名"]),
    Column::may("name_zh_cn", &["namezhhans", "namesimplified", "简体姓名", "中文姓名"]),
    Column::may("name_zh_tw", &["namezhhant", "nametraditional", "繁體姓名", "繁体姓名"]),
    Column::may("position", &["jobtitle", "job", "职位", "職位", "职务", "職務"]),
    Column::may("position_en", &["positionenglish", "英文职位", "英文職位"]),
    Column::may("position_zh_cn", &["positionzhhans", "positionsimplified", "简体职位"]),
    Column::may("position_zh_tw", &["positionzhhant", "positiontraditional", "繁體職位"]),
    Column::may("level", &["grade", "级别", "級別"]),
    Column::may(
        "email",
        &["emailaddress", "mail", "mailaddress", "邮箱", "郵箱", "电子邮件", "電子郵件"],
    ),
    Column::may("phone", &["tel", "telephone", "phonenumber", "电话", "電話", "手机", "手機"]),
    Column::may("language", &["lang", "languages", "语言", "語言"]),
    Column::may("time_zone", &["tz", "zone", "时区", "時區"]),
    Column::may("manager", &["boss", "reportsto", "上级", "上級", "经理", "經理"]),
    Column::may("left_on", &["left", "leftdate", "离职日期", "離職日期"]),
    Column::may("calls_per_day", &["calls", "dailycalls", "每日通话", "每日通話"]),
];

/// Columns of the table of resources.
pub(crate) const RESOURCES: &[Column] = &[
    Column::must("id", &["resourceid", "编号", "編號"]),
    Column::must("name", &["resource", "名称", "名稱", "资源", "資源"]),
    Column::may("name_en", &["nameenglish", "englishname", "英文名", "英文名称", "英文名稱"]),
    Column::may("name_zh_cn", &["namezhhans", "namesimplified", "简体名称", "中文名称"]),
    Column::may("name_zh_tw", &["namezhhant", "nametraditional", "繁體名稱", "繁体名称"]),
    Column::must("category", &["kind", "type", "类别", "類別", "种类", "種類"]),
    Column::must("stock", &["instock", "available", "quantity", "库存", "庫存", "数量", "數量"]),
    Column::may("unit", &["单位", "單位"]),
    Column::may("unit_en", &["unitenglish", "英文单位", "英文單位"]),
    Column::may("unit_zh_cn", &["unitzhhans", "unitsimplified", "简体单位"]),
    Column::may("unit_zh_tw", &["unitzhhant", "unittraditional", "繁體單位"]),
    Column::must("unit_value", &["value", "price", "unitprice", "单价", "單價", "价值", "價值"]),
    Column::may("per_account", &["quota", "每家数量", "每家數量", "每客户数量", "每客戶數量"]),
];

/// Columns of the table of key events.
pub(crate) const KEY_EVENTS: &[Column] = &[
    Column::must("id", &["eventid", "编号", "編號"]),
    Column::must(
        "account",
        &["accountid", "company", "companyid", "公司", "公司编号", "公司編號", "客户", "客戶"],
    ),
    Column::must("name", &["event", "keyevent", "名称", "名稱", "事件", "关键事件", "關鍵事件"]),
    Column::may("name_en", &["nameenglish", "englishname", "英文名", "英文名称", "英文名稱"]),
    Column::may("name_zh_cn", &["namezhhans", "namesimplified", "简体名称", "中文名称"]),
    Column::may("name_zh_tw", &["namezhhant", "nametraditional", "繁體名稱", "繁体名称"]),
    Column::must("date", &["day", "on", "eventdate", "日期"]),
    Column::may("group", &["bone", "组", "組", "小组", "小組"]),
    Column::may("group_order", &["order", "组序", "組序", "顺序", "順序"]),
    Column::may(
        "person",
        &["contact", "contactid", "personid", "人员", "人員", "联系人", "聯絡人"],
    ),
    Column::may("distance", &["距离", "距離"]),
];

/// Columns of a country's table of holidays.
pub(crate) const HOLIDAYS: &[Column] = &[
    Column::must("date", &["day", "日期"]),
    Column::may("name", &["holiday", "holidayname", "名称", "名稱", "节日", "節日", "假日"]),
    Column::may("kind", &["type", "status", "类型", "類型", "种类", "種類"]),
    Column::may("is_off_day", &["off", "isholiday", "是否放假", "放假", "休假"]),
];

/// Columns whose fields may have several lines; so may every `letter_…` column.
pub(crate) const MANY_LINES: [&str; 3] = ["concerns", "interests", "notes"];

#[cfg(test)]
mod tests {
    use super::{ACCOUNTS, CONTACTS, HOLIDAYS, KEY_EVENTS, RESOURCES, TEAM, squashed};
    use std::collections::HashSet;

    #[test]
    fn no_spelling_means_two_columns() {
        for table in [ACCOUNTS, CONTACTS, TEAM, RESOURCES, KEY_EVENTS, HOLIDAYS] {
            let mut seen = HashSet::new();
            for column in table {
                assert!(column.is(&squashed(column.name)));
                assert!(seen.insert(squashed(column.name)), "{}", column.name);
                for other in column.other {
                    assert_eq!(squashed(other), *other);
                    assert!(seen.insert((*other).to_owned()), "{other}");
                }
            }
        }
    }

    #[test]
    fn headers_are_compared_without_case_blanks_and_marks() {
        for header in ["family_name", " Family Name ", "FAMILY-NAME", "FamilyName", "family.name*"]
        {
            assert!(CONTACTS[2].is(&squashed(header)), "{header}");
        }
        assert!(!CONTACTS[2].is("familyname2") && !CONTACTS[2].is("family"));
    }
}
