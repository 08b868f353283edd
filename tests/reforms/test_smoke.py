import pytest
from tests.factories import findings as make, reforms as rf
pytestmark = pytest.mark.django_db

def test_it():
    on = make.ground()
    for s in ("with_agency","with_team","complete","stopped"):
        r = rf.reform(on, s)
        assert r.state == s
    from tests.factories.engagements import browser, everybody, member
    c = browser(on.lead)
    for url in ["/app/recommendations/", f"/app/engagements/{on.engagement.ref}/findings/", f"/app/engagements/{on.engagement.ref}/recommendations/", r.get_absolute_url(), r.recommendation.get_absolute_url(), r.recommendation.finding.get_absolute_url(), rf.Measure.objects.first().get_absolute_url()]:
        resp = c.get(url)
        assert resp.status_code == 200, (url, resp.content.decode())
        print(resp.content.decode()[1500:])
