# ruff: noqa: E501 - the headers of exports are as long as they are
"""Guessing roles: names in four languages and of platforms, contents, shapes, templates, groups, public files."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from lib.core import RoleError
from lib.core.indicator import Indicator, Shape
from lib.data import read
from lib.data.group_columns import group_candidates
from lib.data.measure import inputs_of, measure, prepare, shape_for
from lib.data.role_names import fit, lexicon, words
from lib.data.roles import feasible, feasible_for, guess_roles
from lib.data.templates import template
from lib.experiments.rows import EXPERIMENT
from lib.indicators import INDICATORS
from tests.shared import ROOT, needs_shared, shared_path

READ = {**INDICATORS, EXPERIMENT.slug: EXPERIMENT}
SHAPES = [(ind, shape) for ind in READ.values() for shape in ind.shapes]
SHAPE_IDS = [f"{ind.slug}-{shape.name}" for ind, shape in SHAPES]


def guessed(text: str, slug: str) -> dict[str, str]:
    ds = read(text.encode(), name="file.csv")
    return {role: column for role, (column, _) in guess_roles(ds, INDICATORS[slug]).items()}


def natural(slug: str, roles: Mapping[str, str]) -> str | None:
    try:
        return shape_for(INDICATORS[slug], roles).name
    except RoleError:
        return None


# The lexicon


@pytest.mark.parametrize("ind", READ.values(), ids=lambda ind: ind.slug)
def test_every_role_is_in_the_lexicon(ind: Indicator):
    missing = {role.name for shape in ind.shapes for role in shape.roles if lexicon().role(ind.slug, role.name) is None}
    assert not missing, f"{ind.slug}: add {missing} to lib/knowledge/roles.toml"


def test_the_lexicon_has_no_loose_ends():
    concepts = {concept for names in lexicon().phrases.values() for concept in names}
    meant = {concept for role in lexicon().roles.values() for concept in role.means}
    assert meant == concepts
    known = {role.name for ind, shape in SHAPES for role in shape.roles}
    slugs = set(READ)
    for name, entry in lexicon().roles.items():
        slug, _, role = name.rpartition(".")
        assert len(entry.examples) == 3, name
        assert not slug or (slug in slugs and role in known), name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("customerID", ("customer", "id"), id="camel case"),
        pytest.param("InvoiceNo", ("invoice", "no"), id="capitals"),
        pytest.param("CUSTOMER_ID", ("customer", "id"), id="upper case"),
        pytest.param("  Order-Date.", ("order", "date"), id="signs"),
        pytest.param("Pages / Session", ("pages", "per", "session"), id="slash is a ratio"),
        pytest.param("% Exit", ("percent", "exit"), id="per cent"),
        pytest.param("17. How would you rate it?", ("how", "would", "you", "rate", "it"), id="numbered question"),
        pytest.param("Umsätze", ("umsatze",), id="accents"),
        pytest.param("Savdo summasi (so‘m)", ("savdo", "summasi", "som"), id="uzbek apostrophe"),
        pytest.param("So'rov", ("sorov",), id="uzbek typewriter apostrophe"),
        pytest.param("Сўров", ("sorov",), id="uzbek cyrillic"),
        pytest.param("Дата_заказа", ("data", "zakaza"), id="russian"),
        pytest.param("Ամսաթիվ", words("ամսաթիվ"), id="armenian capital"),
        pytest.param("５", ("5",), id="wide digit"),
        pytest.param("—", (), id="nothing"),
    ],
)
def test_words(name, expected):
    assert words(name) == expected


@pytest.mark.parametrize(
    ("name", "slug", "role"),
    [
        pytest.param("Mijoz ID", "churn", "customer", id="uz customer"),
        pytest.param("Мижоз", "churn", "customer", id="uz cyrillic customer"),
        pytest.param("Клиент", "churn", "customer", id="ru customer"),
        pytest.param("Հաճախորդ", "churn", "customer", id="hy customer"),
        pytest.param("CLIENTNUM", "churn", "customer", id="glued"),
        pytest.param("Tugash sanasi", "churn", "end_date", id="uz end"),
        pytest.param("Дата окончания", "churn", "end_date", id="ru end"),
        pytest.param("Ավարտի ամսաթիվ", "churn", "end_date", id="hy end"),
        pytest.param("Amount spent (USD)", "cpc", "cost", id="meta cost"),
        pytest.param("Расходы на рекламу", "cpc", "cost", id="ru cost"),
        pytest.param("Reklama xarajatlari", "cpc", "cost", id="uz cost"),
        pytest.param("Сеансы", "bounce_rate", "sessions", id="ru sessions"),
        pytest.param("% Exit", "bounce_rate", "exit_rate", id="ua exit rate"),
        pytest.param("Tavsiya ehtimoli", "csat", "recommend", id="uz recommend"),
        pytest.param("Գնահատական", "csat", "score", id="hy score"),
    ],
)
def test_names_that_fit(name, slug, role):
    kind = next(item.kind for shape in INDICATORS[slug].shapes for item in shape.roles if item.name == role)
    assert fit(name, slug, role, kind) > 0.9


@pytest.mark.parametrize(
    ("name", "slug", "role"),
    [
        pytest.param("Customer Age", "churn", "customer", id="age"),
        pytest.param("Customer Name Type", "churn", "customer", id="type"),
        pytest.param("Users", "tcr", "user", id="a count of users identifies nobody"),
        pytest.param("Sessions", "tcr", "session", id="a count of sessions identifies none"),
        pytest.param("Cost / conv.", "cpc", "cost", id="cost per conversion"),
        pytest.param("Cost / conv.", "tcr", "transactions", id="conversions under cost"),
        pytest.param("Conv. rate", "tcr", "transactions", id="rate"),
        pytest.param("Avg. CPC", "cpc", "clicks", id="average"),
        pytest.param("Order ID", "tcr", "transactions", id="number of an order"),
        pytest.param("Discount Amount", "churn", "revenue", id="discount"),
        pytest.param("Candidate", "churn", "date", id="letters inside a word"),
        pytest.param("Accepts Marketing", "take_rate", "accepted", id="consent"),
        pytest.param("engagement_time_msec", "bounce_rate", "seconds", id="milliseconds"),
    ],
)
def test_names_that_do_not_fit(name, slug, role):
    kind = next(item.kind for shape in INDICATORS[slug].shapes for item in shape.roles if item.name == role)
    assert fit(name, slug, role, kind) == 0


# Samples and templates


@pytest.mark.parametrize(("ind", "shape"), SHAPES, ids=SHAPE_IDS)
def test_every_sample_fills_its_shape(ind: Indicator, shape: Shape):
    ds = read(ROOT / "sample_data" / shape.sample)
    roles = {role: column for role, (column, _) in guess_roles(ds, ind).items()}
    assert shape_for(ind, roles, shape.name) is shape
    assert len(set(roles.values())) == len(roles)
    assert len(measure(ds, ind, roles, shape=shape.name)) == (2 if ind is EXPERIMENT else 1)


@pytest.mark.parametrize("ind", INDICATORS.values(), ids=lambda ind: ind.slug)
def test_the_first_sample_opens_the_first_shape(ind: Indicator):
    ds = read(ROOT / "sample_data" / ind.shapes[0].sample)
    assert natural(ind.slug, {role: column for role, (column, _) in guess_roles(ds, ind).items()}) == ind.shapes[0].name


@pytest.mark.parametrize("ind", INDICATORS.values(), ids=lambda ind: ind.slug)
def test_the_defaults_are_what_the_first_sample_gives(ind: Indicator):
    ds = read(ROOT / "sample_data" / ind.shapes[0].sample)
    roles = {role: column for role, (column, _) in guess_roles(ds, ind).items()}
    row = measure(ds, ind, roles, shape=ind.shapes[0].name).to_dict("records")[0]
    inputs = inputs_of({str(name): value for name, value in row.items()}, ind)
    for name, value in inputs.items():
        if name in ind.defaults:
            assert value == pytest.approx(ind.defaults[name]), name


@pytest.mark.parametrize(("ind", "shape"), SHAPES, ids=SHAPE_IDS)
def test_a_template_comes_back_with_all_its_roles(ind: Indicator, shape: Shape):
    text = template(ind, shape)
    assert len(text.splitlines()) == 4
    ds = read(text.encode(), name="template.csv")
    assert [column.name for column in ds.columns] == [role.name for role in shape.roles]
    found = guess_roles(ds, ind)
    for role in shape.roles:
        if role.required:
            assert found[role.name][0] == role.name
    given = {role.name: role.name for role in shape.roles}
    assert prepare(ds, ind, given, shape=shape.name).table.count().execute() > 0


# Platforms: headers as their exports write them, values invented

GA4_LANDING = """# ----------------------------------------
# Landing page
# Account: Shop
# 20260101-20260131
# ----------------------------------------

Landing page,Sessions,Active users,New users,Average engagement time per session,Key events,Total revenue,Session key event rate,Bounce rate,Engaged sessions,Views
/,1200,1000,800,45.2,20,900.5,0.016,0.45,660,2400
/sale,800,700,500,33.1,12,400.0,0.015,0.55,360,1500
"""
GA4_EVENTS = """event_date,event_timestamp,event_name,user_pseudo_id,ga_session_id,page_location,engagement_time_msec
2026-01-01,2026-01-01 10:00:00,page_view,u1,1,/a,100
2026-01-01,2026-01-01 10:05:00,page_view,u1,1,/b,100
2026-01-01,2026-01-01 11:05:00,page_view,u2,7,/b,100
"""
UA_PAGES = """Page,Pageviews,Unique Pageviews,Avg. Time on Page,Entrances,Bounce Rate,% Exit,Page Value
/,5000,4000,00:01:10,3000,40.00%,30.00%,$1.20
/blog,2000,1800,00:03:10,1500,80.00%,70.00%,$0.10
"""
GOOGLE_ADS = """Campaign report
"January 1, 2026 - January 31, 2026"
Campaign,Ad group,Search keyword,Currency code,Impr.,Clicks,CTR,Avg. CPC,Cost,Conversions,Conv. rate,Cost / conv.,Conv. value,Conv. value / cost
Brand,Oak,oak table,USD,5000,200,4.00%,0.50,100.00,10.00,5.00%,10.00,500.00,5.00
Spring,Pine,pine bench,USD,4000,100,2.50%,0.80,80.00,2.00,2.00%,40.00,90.00,1.12
"""
GOOGLE_ADS_RU = """Кампания,Показы,Клики,CTR,Сред. цена за клик,Стоимость,Конверсии,Коэфф. конверсии,Ценность конверсии
Бренд,5000,200,"4,00%","0,50","100,00","10,00","5,00%","500,00"
Весна,4000,100,"2,50%","0,80","80,00","2,00","2,00%","90,00"
"""
META = """Campaign name,Ad set name,Reporting starts,Reporting ends,Reach,Impressions,Frequency,Result indicator,Results,Cost per results,Amount spent (USD),Link clicks,CPC (cost per link click) (USD),Clicks (all),CTR (all),Purchases,Purchases conversion value,Purchase ROAS (return on ad spend)
Spring,Look-alike,2026-01-01,2026-01-31,4000,9000,2.25,actions:purchase,12,8.33,100.00,150,0.67,210,2.33,12,600,6
Brand,Fans,2026-01-01,2026-01-31,2000,4000,2,actions:purchase,5,10,50.00,80,0.63,100,2.5,5,240,4.8
"""
SHOPIFY = """Name,Email,Financial Status,Paid at,Fulfillment Status,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Cancelled at,Refunded Amount,Vendor,Id,Source
#1001,a@x.uz,paid,2026-01-02 10:00:00,fulfilled,no,USD,20.00,5.00,1.00,26.00,,0.00,2026-01-02 09:59:00,1,Mug,20.00,Ann,,0.00,Shop,4501,web
#1002,b@x.uz,paid,2026-01-03 10:00:00,fulfilled,yes,USD,40.00,5.00,2.00,47.00,,0.00,2026-01-03 09:59:00,2,Mug,20.00,Bob,,0.00,Shop,4502,web
#1003,a@x.uz,paid,2026-02-03 10:00:00,fulfilled,no,USD,20.00,5.00,1.00,26.00,,0.00,2026-02-03 09:59:00,1,Mug,20.00,Ann,,0.00,Shop,4503,pos
"""
SURVEYMONKEY = """Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,How likely is it that you would recommend Zilola to a friend or colleague?,"Overall, how satisfied are you with our service?",Do you have any other comments?
118,4,2026-01-02 10:00:00,2026-01-02 10:04:00,1.1.1.1,,,,9,5,nice
119,4,2026-01-03 10:00:00,2026-01-03 10:05:00,1.1.1.2,,,,7,4,
120,4,2026-01-04 10:00:00,2026-01-04 10:05:00,1.1.1.3,,,,3,2,bad
"""
STRIPE = """id,Customer ID,Customer Description,Customer Email,Plan,Quantity,Currency,Interval,Amount,Status,Created (UTC),Start (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Canceled At (UTC),Ended At (UTC)
sub_1,cus_1,,a@x.uz,pro,1,usd,month,29.00,active,2025-01-01 10:00,2025-01-01 10:00,2026-01-01 10:00,2026-02-01 10:00,,,,
sub_2,cus_2,,b@x.uz,pro,1,usd,month,29.00,canceled,2025-02-01 10:00,2025-02-01 10:00,2025-05-01 10:00,2025-06-01 10:00,,,2025-05-20 10:00,2025-06-01 10:00
"""
MAILCHIMP = """Title,Subject,List,Send Date,Send Weekday,Total Recipients,Successful Deliveries,Soft Bounces,Hard Bounces,Total Bounces,Unique Opens,Open Rate,Total Opens,Unique Clicks,Click Rate,Total Clicks,Unsubscribes,Orders,Revenue
May,Hi,House,2026-05-01,Friday,5000,4900,50,50,100,1500,30.6%,1900,150,3.06%,180,5,23,460.00
June,Yo,House,2026-06-01,Monday,5100,5000,50,50,100,1400,28.0%,1700,140,2.80%,160,4,20,410.00
"""
METRICA = """Источник трафика,Визиты,Посетители,Отказы,Глубина просмотра,Время на сайте
Поиск,1200,900,"15,2%","3,1",00:02:11
Прямые,800,700,"22,5%","2,2",00:01:11
"""
UZBEK = """Buyurtma raqami,Mijoz ID,Buyurtma sanasi,Savdo summasi (so‘m),Xarajat
B1,M1,2026-01-02,120000,80000
B2,M2,2026-01-03,90000,60000
B3,M1,2026-02-03,50000,40000
"""
UZBEK_CYRILLIC = """Мижоз,Бошланиш санаси,Тугаш санаси,Ойлик тўлов
М1,2026-01-02,,120000
М2,2026-01-03,2026-02-01,90000
"""
ARMENIAN = """Արշավ,Ամսաթիվ,Ցուցադրումներ,Սեղմումներ,Ծախս,Պատվերներ,Եկամուտ
Ա,2026-01-02,5000,120,60.0,5,300.0
Բ,2026-01-03,4000,90,50.0,2,120.0
"""


@pytest.mark.parametrize(
    ("text", "slug", "shape", "expected"),
    [
        pytest.param(
            GA4_LANDING,
            "bounce_rate",
            "report",
            {"sessions": "Sessions", "bounce_rate": "Bounce rate", "page_views": "Views"},
            id="google analytics 4, landing pages",
        ),
        pytest.param(
            GA4_EVENTS,
            "bounce_rate",
            "page_views",
            {
                "user": "user_pseudo_id",
                "session": "ga_session_id",
                "date": "event_timestamp",
                "page": "page_location",
                "seconds": None,
            },
            id="google analytics 4, events",
        ),
        pytest.param(GA4_EVENTS, "churn", None, {"date": None}, id="page views are no purchases"),
        pytest.param(
            UA_PAGES,
            "bounce_rate",
            "report",
            {"sessions": "Entrances", "page_views": "Pageviews", "exit_rate": "% Exit"},
            id="universal analytics, pages",
        ),
        pytest.param(
            GOOGLE_ADS,
            "cpc",
            "ads",
            {
                "cost": "Cost",
                "clicks": "Clicks",
                "impressions": "Impr.",
                "orders": "Conversions",
                "revenue": "Conv. value",
                "keyword": "Search keyword",
            },
            id="google ads",
        ),
        pytest.param(
            GOOGLE_ADS_RU,
            "roa",
            "ads",
            {"cost": "Стоимость", "revenue": "Ценность конверсии", "clicks": "Клики", "orders": "Конверсии"},
            id="google ads, russian",
        ),
        pytest.param(
            META,
            "cpc",
            "ads",
            {"cost": "Amount spent (USD)", "clicks": "Link clicks", "orders": "Purchases"},
            id="meta ads",
        ),
        pytest.param(
            META, "tcr", "report", {"transactions": "Purchases", "campaign": "Campaign name"}, id="meta ads, tcr"
        ),
        pytest.param(
            SHOPIFY,
            "churn",
            "transactions",
            {"customer": "Email", "date": "Created at", "amount": "Total"},
            id="shopify orders",
        ),
        pytest.param(
            SURVEYMONKEY,
            "csat",
            "satisfaction",
            {
                "recommend": "How likely is it that you would recommend Zilola to a friend or colleague?",
                "score": "Overall, how satisfied are you with our service?",
            },
            id="surveymonkey",
        ),
        pytest.param(
            SURVEYMONKEY, "churn", None, {"start_date": None, "end_date": None}, id="answers are no contracts"
        ),
        pytest.param(
            STRIPE,
            "churn",
            "subscriptions",
            {
                "customer": "Customer ID",
                "start_date": "Start (UTC)",
                "end_date": "Ended At (UTC)",
                "revenue": "Amount",
            },
            id="stripe subscriptions",
        ),
        pytest.param(
            MAILCHIMP,
            "take_rate",
            "campaigns",
            {
                "sent": "Total Recipients",
                "delivered": "Successful Deliveries",
                "opened": "Unique Opens",
                "clicked": "Unique Clicks",
                "takes": "Orders",
            },
            id="mailchimp",
        ),
        pytest.param(MAILCHIMP, "bounce_rate", None, {"bounces": None}, id="bounced letters are no bounces"),
        pytest.param(
            METRICA, "bounce_rate", "report", {"sessions": "Визиты", "bounce_rate": "Отказы"}, id="yandex metrica"
        ),
        pytest.param(
            UZBEK,
            "profit",
            "orders",
            {
                "customer": "Mijoz ID",
                "date": "Buyurtma sanasi",
                "revenue": "Savdo summasi (so‘m)",
                "cost": "Xarajat",
            },
            id="uzbek orders",
        ),
        pytest.param(
            UZBEK_CYRILLIC,
            "churn",
            "subscriptions",
            {
                "customer": "Мижоз",
                "start_date": "Бошланиш санаси",
                "end_date": "Тугаш санаси",
                "revenue": "Ойлик тўлов",
            },
            id="uzbek cyrillic subscriptions",
        ),
        pytest.param(
            ARMENIAN,
            "tcr",
            "report",
            {"clicks": "Սեղմումներ", "transactions": "Պատվերներ", "campaign": "Արշավ", "date": "Ամսաթիվ"},
            id="armenian ads",
        ),
    ],
)
def test_platforms(text, slug, shape, expected):
    found = guessed(text, slug)
    assert {role: found.get(role) for role in expected} == expected
    assert natural(slug, found) == shape


# Public files, expectations by hand


@pytest.mark.parametrize(
    ("file", "slug", "shape", "expected"),
    [
        pytest.param(
            "telco_customer_churn.csv",
            "churn",
            "snapshot",
            {"churned": "Churn", "customer": "customerID", "tenure": "tenure", "revenue": "MonthlyCharges"},
            id="telco",
        ),
        pytest.param(
            "telecom_churn_3333.csv",
            "churn",
            "snapshot",
            {"churned": "churn", "customer": "phonenumber", "tenure": "accountlength", "revenue": None},
            id="telecom 3333",
        ),
        pytest.param(
            "cookie_cats.csv",
            "take_rate",
            None,
            {"contact": "userid", "arm": "version", "accepted": None},
            id="cookie cats",
        ),
        pytest.param(
            "ab_data.csv",
            "tcr",
            "clicks",
            {"converted": "converted", "user": "user_id", "date": "timestamp", "session": None},
            id="ab data",
        ),
        pytest.param("ab_data.csv", "churn", None, {"date": None}, id="ab data are no purchases"),
        pytest.param("ab_data_countries.csv", "tcr", None, {"user": "user_id", "converted": None}, id="ab countries"),
        pytest.param(
            "KAG_conversion_data.csv",
            "cpc",
            "ads",
            {"cost": "Spent", "clicks": "Clicks", "impressions": "Impressions", "date": "Date", "revenue": None},
            id="kag, cpc",
        ),
        pytest.param(
            "KAG_conversion_data.csv",
            "tcr",
            "report",
            {"clicks": "Clicks", "transactions": "Approved_Conversion", "campaign": "xyz_campaign_id"},
            id="kag, tcr",
        ),
        pytest.param(
            "KAG_conversion_data.csv", "roa", None, {"cost": "Spent", "revenue": None}, id="kag has no revenue"
        ),
        pytest.param(
            "online_retail_2010-12.csv",
            "churn",
            "transactions",
            {"customer": "CustomerID", "date": "InvoiceDate", "amount": None},
            id="online retail: a unit price is no amount",
        ),
        pytest.param(
            "hillstrom_email.csv",
            "take_rate",
            "contacts",
            {"accepted": "conversion", "clicked": "visit", "arm": "segment", "cost": None},
            id="hillstrom",
        ),
        pytest.param(
            "starbucks_satisfaction_survey.csv",
            "csat",
            "satisfaction",
            {
                "score": "17. How would you rate the service at Starbucks? (Promptness, friendliness, etc..)",
                "recommend": None,
            },
            id="starbucks",
        ),
        pytest.param("bank_marketing.csv", "take_rate", "contacts", {"accepted": "y", "contact": None}, id="bank"),
        pytest.param(
            "bank_marketing_small_semicolon.csv",
            "take_rate",
            "contacts",
            {"accepted": "y", "contact": None},
            id="small bank: contact is a way, no person",
        ),
        pytest.param("charity_direct_mail.csv", "take_rate", "contacts", {"accepted": "respond"}, id="charity"),
        pytest.param(
            "TravelInsurancePrediction.csv",
            "take_rate",
            "contacts",
            {"accepted": "TravelInsurance"},
            id="travel insurance",
        ),
        pytest.param(
            "Groceries_dataset.csv",
            "churn",
            "transactions",
            {"customer": "Member_number", "date": "Date"},
            id="groceries",
        ),
        pytest.param(
            "CDNOW_master.txt",
            "cltv",
            "transactions",
            {"customer": "customer_id", "date": "date", "revenue": "dollar_value"},
            id="cdnow",
        ),
        pytest.param(
            "udacity_free_trial_control.csv",
            "tcr",
            "report",
            {"clicks": "Clicks", "transactions": "Enrollments", "date": "Date"},
            id="udacity",
        ),
        pytest.param(
            "online_shoppers_intention.csv",
            "bounce_rate",
            None,
            {"bounce_rate": "BounceRates", "exit_rate": "ExitRates", "sessions": None},
            id="shoppers: rates without sessions",
        ),
        pytest.param("Advertising.csv", "cpc", None, {"cost": None, "clicks": None}, id="advertising"),
        pytest.param(
            "BankChurners.csv",
            "churn",
            "snapshot",  # "Attrited Customer" and "Existing Customer" say yes and no
            {"customer": "CLIENTNUM", "churned": "Attrition_Flag", "start_date": None},
            id="bank churners",
        ),
    ],
)
def test_public_files(file, slug, shape, expected):
    path = shared_path("data", file)
    if not path.exists():
        pytest.skip(f"shared/data/{file} is not here")
    roles = {role: column for role, (column, _) in guess_roles(read(path), INDICATORS[slug]).items()}
    assert {role: roles.get(role) for role in expected} == expected
    assert natural(slug, roles) == shape


# Contents


def test_contents_alone_never_make_a_confident_guess():
    # Everything a churn snapshot has, under names that say nothing.
    text = "q1,q2,q3,q4\n" + "".join(f"A{i:03d},{i % 2},{i},2026-01-{1 + i % 28:02d}\n" for i in range(60))
    for ind in INDICATORS.values():
        for column, confidence in guess_roles(read(text.encode(), name="q.csv"), ind).values():
            assert column == "q4"
            assert confidence <= 0.55


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param(("yes", "no", "yes", "no"), "churned", id="yes and no"),
        pytest.param(("1", "0", "1", "0"), "churned", id="one and zero"),
        pytest.param(("T", "F", "T", "F"), "churned", id="letters"),
        pytest.param(("price", "service", "moved", "price"), None, id="reasons are no flag"),
        pytest.param(("17", "3", "250", "8"), None, id="numbers are no flag"),
    ],
)
def test_a_flag_must_look_like_one(values, expected):
    text = "customer_id,churned\n" + "".join(f"C{i},{value}\n" for i, value in enumerate(values))
    assert guessed(text, "churn").get("churned") == expected


def test_a_date_role_needs_a_date_and_money_needs_numbers():
    text = "start_date,end_date,customer_id,revenue\nspring,,C1,much\nautumn,summer,C2,little\n"
    assert guessed(text, "churn") == {"customer": "customer_id"}


def test_an_identifier_needs_different_values():
    few = "user,at,url\n" + "".join(f"{'ab'[i % 2]},2026-01-01 10:{i % 60:02d}:00,/\n" for i in range(600))
    many = "user,at,url\n" + "".join(f"u{i % 90},2026-01-01 10:{i % 60:02d}:00,/\n" for i in range(600))
    assert guessed(many, "bounce_rate")["user"] == "user"
    assert (
        "user" not in guessed(few, "bounce_rate")
        or guess_roles(read(few.encode(), name="few.csv"), INDICATORS["bounce_rate"])["user"][1] < 0.6
    )


def test_a_column_plays_two_roles_only_where_nothing_else_could():
    # The time of the order also says that there was one.
    alone = guessed("click_id,user_id,ordered_at\nk1,u1,2026-01-02\nk2,u2,\nk3,u3,\n", "tcr")
    assert alone["converted"] == "ordered_at"
    better = guessed("click_id,user_id,converted,ordered_at\nk1,u1,yes,2026-01-02\nk2,u2,no,\nk3,u3,no,\n", "tcr")
    assert (better["converted"], better["conversion_date"]) == ("converted", "ordered_at")
    # The same money is not revenue and cost at once.
    assert "revenue" not in guessed("day,spend,clicks\n2026-01-01,10,5\n2026-01-02,12,6\n", "roa")


def test_headers_that_differ_from_the_clean_names_are_read_as_written():
    ds = read(b"Customer ID,Customer ID,Churn\n1,2,yes\n3,4,no\n5,6,no\n", name="twice.csv")
    roles = guess_roles(ds, INDICATORS["churn"])
    assert roles["customer"][0] == ds.columns[0].name
    assert roles["churned"][1] > 0.9


# What a file can feed


def test_feasible_lists_every_indicator_once_those_that_work_first():
    ds = read(GOOGLE_ADS.encode(), name="ads.csv")
    found = feasible(ds)
    assert sorted(item.slug for item in found) == sorted(INDICATORS)
    assert [bool(item.missing) for item in found] == sorted(bool(item.missing) for item in found)
    able = {item.slug: item for item in found if not item.missing}
    assert {"cpc", "tcr", "roa", "take_rate"} <= set(able)
    assert able["cpc"].shape == "ads"
    assert able["cpc"].roles["cost"] == "Cost"
    assert able["cpc"].confidence > 0.9
    unable = {item.slug: item for item in found if item.missing}
    assert unable["csat"].missing
    assert not set(unable["csat"].missing) & set(unable["csat"].roles)


def test_feasible_agrees_with_the_shape_that_is_measured():
    ds = read(ROOT / "sample_data" / "sessions.csv")
    for item in feasible(ds):
        roles = {role: column for role, (column, _) in guess_roles(ds, INDICATORS[item.slug]).items()}
        assert natural(item.slug, roles) == (None if item.missing else item.shape)


# Groups


def test_groups_are_telling_columns_first_without_ids_roles_and_measures():
    ds = read(ROOT / "sample_data" / "clicks.csv")
    roles = {role: column for role, (column, _) in guess_roles(ds, INDICATORS["tcr"]).items()}
    assert group_candidates(ds, roles) == ["campaign", "device"]
    assert group_candidates(ds, {}) == ["campaign", "device", "converted"]


def test_a_page_may_be_grouped_by_although_it_plays_a_role():
    ds = read(ROOT / "sample_data" / "page_views.csv")
    roles = {role: column for role, (column, _) in guess_roles(ds, INDICATORS["bounce_rate"]).items()}
    assert roles["page"] == "page"
    assert group_candidates(ds, roles) == ["channel", "page", "device"]


def test_short_exports_may_have_a_row_per_group_but_numbers_of_things_are_none():
    text = "Channel,Order ID,Sessions,Bounce Rate\nSearch,O1,1200,0.45\nPaid,O2,800,0.555\nSocial,O3,400,0.7025\n"
    assert group_candidates(read(text.encode(), name="export.csv"), {}) == ["Channel"]


def test_a_large_file_sorted_by_group_still_shows_its_groups():
    rows = 260_000
    text = "arm,value\n" + "a,1.5\n" * (rows // 2) + "b,2.5\n" * (rows // 2)
    assert group_candidates(read(text.encode(), name="sorted.csv"), {}) == ["arm"]


@needs_shared("data", "telco_customer_churn.csv")
def test_groups_of_telco_start_with_the_contract():
    ds = read(shared_path("data", "telco_customer_churn.csv"))
    roles = {role: column for role, (column, _) in guess_roles(ds, INDICATORS["churn"]).items()}
    found = group_candidates(ds, roles)
    assert found[:2] == ["Contract", "gender"]
    assert not {"customerID", "Churn", "tenure", "MonthlyCharges", "TotalCharges"} & set(found)


@needs_shared("nasty", "41_wide_5000_columns.csv")
def test_five_thousand_columns_are_no_obstacle():
    ds = read(shared_path("nasty", "41_wide_5000_columns.csv"))
    assert len(feasible(ds)) == len(INDICATORS)


@needs_shared("nasty", "60_headers_uz_hy_ar_he.csv")
def test_headers_of_many_scripts():
    ds = read(shared_path("nasty", "60_headers_uz_hy_ar_he.csv"))
    roles = {role: column for role, (column, _) in guess_roles(ds, INDICATORS["churn"]).items()}
    assert roles["customer"] == "mijoz_id"
    assert "Ўзбекистон" not in roles.values()


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        pytest.param("user_id,group,converted", (), id="an experiment"),
        pytest.param("foydalanuvchi,variant nomi,natija", (), id="in Uzbek"),
        pytest.param("customerID,tenure,Churn", ("arm",), id="no arms"),
    ],
)
def test_a_file_with_arms_is_an_experiment(header: str, missing: tuple[str, ...]):
    rows = "\n".join(f"U{place},{'ab'[place % 2] if not missing else place},{place % 3 // 2}" for place in range(40))
    found = feasible_for(read(f"{header}\n{rows}\n".encode(), name="file.csv"), EXPERIMENT)
    assert found.missing == missing


def test_the_channel_of_a_contract_is_no_source_of_clicks():
    # Where a customer signed says nothing on who recommended a click: word of mouth keeps to its sample.
    rows = b"customer_id,start_date,end_date,plan,channel,monthly_price\nC1,2025-01-02,,s,web,9\nC2,2025-01-03,2025-03-01,m,shop,12\n"
    ds = read(rows, name="subscriptions.csv")
    found = {item.slug: item for item in feasible(ds)}
    assert found["wom"].missing
    assert not found["churn"].missing
