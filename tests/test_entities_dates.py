"""Dates: every form, exactly bounded, in ISO 8601 and EDTF, missing years told from the text."""

import datetime as dt

import pytest
from builders import nlp_of


def found(text: str, meeting: dt.date | None = None) -> list[tuple[str, str]]:
    """Return mention and norm of each date, in a pipeline of this component alone."""
    nlp = nlp_of("danish_dates")
    doc = nlp.make_doc(text)
    if meeting is not None:
        doc.user_data["meeting_date"] = meeting
    doc = nlp(doc)
    return [(span.text, span.kb_id_) for span in doc.spans["danish_dates"]]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("20. januar 2023", "2023-01-20"),
        ("20.januar 2023", "2023-01-20"),
        ("20 januar 2023", "2023-01-20"),
        ("20.\u00a0januar\u00a02023", "2023-01-20"),
        ("20. januar\n2023", "2023-01-20"),
        ("20. JANUAR 2023", "2023-01-20"),
        ("3. sept. 2021", "2021-09-03"),
        ("3. maj ’21", "2021-05-03"),
        ("4/9-15", "2015-09-04"),
        ("4/9 2015", "2015-09-04"),
        ("04/09/2015", "2015-09-04"),
        ("21/11-2017", "2017-11-21"),
        ("1/7-16", "2016-07-01"),
        ("31.12.2016", "2016-12-31"),
        ("31.12. 2016", "2016-12-31"),
        ("30.06.18", "2018-06-30"),
        ("15-05-2018", "2018-05-15"),
        ("15-05-18", "2018-05-15"),
        ("2018-05-15", "2018-05-15"),
        ("maj 2023", "2023-05"),
        ("okt. 2019", "2019-10"),
        ("2023", "2023"),
        ("2024-2027", "2024/2027"),
        ("2024 – 2027", "2024/2027"),
        ("2024-27", "2024/2027"),
        ("2019/20", "2019/2020"),
        ("2020/2021", "2020/2021"),
        ("1. kvartal 2024", "2024-Q1"),
        ("første kvartal 2024", "2024-Q1"),
        ("fjerde kvartal af 2021", "2021-Q4"),
        ("Q3 2022", "2022-Q3"),
        ("2. og 3. kvartal 2019", "2019-Q2/2019-Q3"),
        ("5-6/3-2023", "2023-03-05/2023-03-06"),
        ("5. - 6/3-23", "2023-03-05/2023-03-06"),
        ("jul 2023", "2023~"),
        ("1.-3. kvartal 2016", "2016-Q1/2016-Q3"),
        ("2. halvår 2021", "2021-H2"),
        ("første halvår 2021", "2021-H1"),
        ("9. - 10. marts 2023", "2023-03-09/2023-03-10"),
        ("9.-10. marts 2023", "2023-03-09/2023-03-10"),
        ("9. og 10. marts 2023", "2023-03-09/2023-03-10"),
        ("6-7 oktober 2016", "2016-10-06/2016-10-07"),
        ("24. til 25. maj 2023", "2023-05-24/2023-05-25"),
        ("26. juni - 10. juli 2018", "2018-06-26/2018-07-10"),
        ("28. december 2018 - 3. januar 2019", "2018-12-28/2019-01-03"),
        ("1.1.-31.12.2020", "2020-01-01/2020-12-31"),
        ("01.01.2020-31.12.2020", "2020-01-01/2020-12-31"),
        ("1/1-31/12 2020", "2020-01-01/2020-12-31"),
        ("1/1 - 31/12-20", "2020-01-01/2020-12-31"),
        ("11.-13.01.2021", "2021-01-11/2021-01-13"),
        ("6., 7. og 8. oktober 2021", "2021-10-06/2021-10-08"),
        ("1. til den 3. maj 2021", "2021-05-01/2021-05-03"),
        ("Q1-Q2 2022", "2022-Q1/2022-Q2"),
        ("forår/sommer 2022", "2022~"),
        ("medio/ultimo maj 2022", "2022-05~"),
        ("august – december 2016", "2016-08/2016-12"),
        ("januar-marts 2019", "2019-01/2019-03"),
        ("ultimo januar 2023", "2023-01~"),
        ("Medio maj 2022", "2022-05~"),
        ("primo 2024", "2024~"),
        ("sommeren 2023", "2023~"),
        ("efteråret 2019", "2019~"),
        ("vinteren 2020/21", "2020~/2021~"),
        ("sommerferien 2023", "2023~"),
        ("uge 46 2022", "2022-W46"),
        ("uge 9, 2021", "2021-W09"),
        ("29. februar 2024", "2024-02-29"),
    ],
)
def test_every_form_of_one_date_is_found_whole(text, norm):
    assert found(f"Det gælder {text} for alle") == [(text, norm)]


@pytest.mark.parametrize(
    "text",
    [
        "i dag og i næste uge",
        "tre år og 14 dage",
        "§ 107 og § 66, stk. 1, nr. 6",
        "aldersgrænsen er 18 år",
        "kl. 8.30-10.15",
        "en 1/2 stilling og 3/4 af tiden",
        "Sagsnr. 27.03.24-P20-1-18",
        "Tlf. 2016 1830",
        "2000 Frederiksberg",
        "2015 borgere og 1.950 kr.",
        "version 1.2.3",
        "i 1990'erne",
        "om vinteren er der koldt",
        "den gravide var i uge 25",
        "31/2-15",
        "60 % af 12-15 pladser",
        "kl. 2015",
        "tlf. 2015 2016",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert found(text) == []


def test_a_day_the_calendar_has_not_is_no_date():
    assert found("den 31. februar 2023") == []
    assert found("den 29. februar 2023") == []
    assert found("den 32. januar 2023 og den 1. maj 2023") == [("1. maj 2023", "2023-05-01")]
    assert found("30/2-15") == []


@pytest.mark.parametrize("text", ["30.-1. maj", "6.-6. maj 2021", "5.-3.01.2021", "6-5/3-2023"])
def test_a_range_of_days_that_runs_backwards_or_nowhere_is_no_date(text):
    assert found(f"Mødet holdes {text} i Ry") == []


def test_the_ends_of_a_period_written_with_til_are_two_dates():
    text = "fra 1. januar 2023 til og med december 2025"
    assert found(text) == [("1. januar 2023", "2023-01-01"), ("december 2025", "2025-12")]
    assert found("i perioden 1/7-15 til 31/12-16") == [("1/7-15", "2015-07-01"), ("31/12-16", "2016-12-31")]


def test_a_list_of_years_is_one_date_a_year():
    assert found("i 2019, 2020 og 2021") == [("2019", "2019"), ("2020", "2020"), ("2021", "2021")]


MEETING = dt.date(2021, 11, 26)


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("fra 22. maj til 19. juni 2018", ["2018-05-22", "2018-06-19"]),
        ("fra 1. december til 31. januar 2022", ["2021-12-01", "2022-01-31"]),
        ("den 12. april, 3. maj og 7. juni 2019", ["2019-04-12", "2019-05-03", "2019-06-07"]),
        ("Møder i 2023: 2. marts på Samsø og 9. november i Hobro", ["2023", "2023-03-02", "2023-11-09"]),
        (
            "Møder i 2023\n2. marts (Struer), 8. juni (Ikast) og 9. november.",
            ["2023", "2023-03-02", "2023-06-08", "2023-11-09"],
        ),
        ("Den 4. juni 2019 blev aftalen indgået. Efter 4. juni gælder den.", ["2019-06-04", "2019-06-04"]),
        ("november til februar", ["2021-11", "2022-02"]),
    ],
)
def test_a_missing_year_is_told_by_the_other_dates_of_the_text(text, norms):
    assert [norm for _, norm in found(text, MEETING)] == norms


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("Næste møde holdes den 4. februar.", "2022-02-04"),
        ("Udkastet blev sendt i høring den 4. oktober.", "2021-10-04"),
        ("Siden marts har der ikke været møde.", "2021-03"),
        ("I april bestilte kommunerne en analyse.", "2021-04"),
        ("Aftalen evalueres i september.", "2022-09"),
        ("Bidraget betales i december.", "2021-12"),
        ("Frist for svar er ultimo januar.", "2022-01~"),
        ("Tallene for 3. kvartal blev drøftet.", "2021-Q3"),
        ("Skemaet sendes ud i uge 46.", "2021-W46"),
        ("Forummet afgav høringssvar i maj.", "2021-05"),
        ("Som aftalt i marts lægges der op til en analyse.", "2021-03"),
        ("Temadag i juni – skal vi sende regningen nu?", "2021-06"),
    ],
)
def test_a_missing_year_is_told_by_the_meeting_and_the_tense(text, norm):
    assert [norm for _, norm in found(text, MEETING)] == [norm]


def test_a_year_that_nothing_tells_stays_open():
    assert found("den 8. maj") == [("8. maj", "XXXX-05-08")]
    assert found("9.-10. marts") == [("9.-10. marts", "XXXX-03-09/XXXX-03-10")]


def test_day_and_month_in_figures_are_a_date_where_words_say_so():
    assert [text for text, _ in found("Senest 3/5 eller d. 4/5")] == ["3/5", "4/5"]
    assert found("Møde 7/6 kl. 9", MEETING) == [("7/6", "2021-06-07")]
    assert found("11/3 og 12/3 2021") == [("11/3", "2021-03-11"), ("12/3 2021", "2021-03-12")]


def test_a_date_may_stand_close_to_its_d():
    assert found("d.3.maj 2021 og pr.1/7-16") == [("3.maj 2021", "2021-05-03"), ("1/7-16", "2016-07-01")]


def test_a_year_is_found_before_a_hyphen():
    assert found("en 2022-version af planen") == [("2022", "2022")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Perioden 2011 til 2013", [("2011", "2011"), ("2013", "2013")]),
        ("On April 3, 2019 we met", [("April 3, 2019", "2019-04-03")]),
        ("Printed 3 May 2019.", [("3 May 2019", "2019-05-03")]),
        ("Mødet den4. maj 2021kl. 16", [("4. maj 2021", "2021-05-04")]),
        ("efterårets arbejde", [("efterårets", "2021~")]),
        ("Vi ses til sommer.", [("sommer", "2021~")]),
        ("Vi mødes mandag 14/9.", [("14/9", "2021-09-14")]),
        ("Huset fra 1871 er bevaret.", [("1871", "1871")]),
        ("I årets første kvartal faldt tallet.", []),
        ("De kørte 1871 km, og efter sommer kom de.", []),
    ],
)
def test_dates_of_other_publishers_are_read(text, expected):
    assert found(text, dt.date(2021, 6, 1)) == expected
