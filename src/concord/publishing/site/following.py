"""What is said to whoever is told by e-mail: the sentences of the three pages and of the three mails, in the language
that they chose."""

from dataclasses import dataclass

from concord.publishing.site.speech import prefix, say, spoken


@dataclass(frozen=True)
class Page:
    """The words of one page."""

    title: str
    lede: str
    button: str = ""
    after: str = ""


@dataclass(frozen=True)
class Mail:
    """A mail to whoever follows."""

    subject: str
    body: str


def place(slug: str) -> str:
    """Return the address of the page of a site, or of all of them (""), in the language spoken now."""
    return f"/{prefix(spoken())}sites/{f'{slug}/' if slug else ''}"


def named(title: str) -> str:
    """Return what is followed: the title of a site, or every site ("")."""
    return title or say("every site")


def asking(title: str) -> Page:
    """Return the page on which an address is asked for."""
    lede = say(
        "One mail whenever a status report is published: {what}. Each mail has a link by which you leave with one "
        "click.",
        what=named(title),
    )
    return Page(say("Be told by e-mail"), lede, say("Mail me the link to confirm"))


def asked() -> Page:
    """Return the page after an address was given; it is the same whether the address was known or not."""
    return Page(
        say("Look into your mail"),
        say(
            "If the address can be told, a mail with a link is on its way. Nothing else is sent until you confirm it "
            "there."
        ),
        after=say(
            "No mail after a few minutes? Look into the folder for unwanted mail. The same address gets one such mail "
            "a day."
        ),
    )


def kept(days: int) -> Page:
    """Return what is said of how an address is kept."""
    text = say(
        "We keep it to send these mails, and for nothing else. Nobody outside the office sees it. When you leave, or "
        "do not confirm within {days} days, it is forgotten; mails that were sent are removed by the rule for mails.",
        days=days,
    )
    same = say("The same is in the feed, for which you need to give no address.")
    return Page(say("What we do with your address"), text, after=same)


def confirming(title: str, email: str) -> Page:
    """Return the page on which the holder of an address confirms it."""
    lede = say("One mail to {email} whenever a status report is published: {what}.", email=email, what=named(title))
    return Page(say("Confirm that you want to be told"), lede, say("Yes, tell me"))


def confirmed(title: str, email: str) -> Page:
    """Return the page after it was confirmed."""
    lede = say("{email} gets one mail whenever a status report is published: {what}.", email=email, what=named(title))
    return Page(say("You will be told"), lede, after=say("To the page") if title else say("To the page of all sites"))


def leaving(title: str, email: str) -> Page:
    """Return the page on which somebody leaves."""
    lede = say("{email} gets no more mails about {what}, and is forgotten.", email=email, what=named(title))
    return Page(say("Be told no longer"), lede, say("Leave"))


def left(title: str) -> Page:
    """Return the page after somebody left."""
    lede = say("You get no more mails about {what}, and your address is forgotten.", what=named(title))
    return Page(say("You have left"), lede)


def confirm_mail(title: str, link: str) -> Mail:
    """Return the mail that asks the holder of an address to confirm."""
    what = named(title)
    body = say(
        "Somebody, you we hope, asked that this address be told when a status report is published: {what}.\n\n"
        "Confirm it here:\n{link}\n\n"
        "If it was not you, do nothing: the address is forgotten within a week, and gets no other mail.\n",
        what=what,
        link=link,
    )
    return Mail(say("Be told by e-mail: {what}", what=what), body)


def known_mail(title: str, link: str) -> Mail:
    """Return the mail to an address that is told already."""
    what = named(title)
    body = say(
        "This address is told already when a status report is published: {what}.\n\nTo be told no longer:\n{link}\n",
        what=what,
        link=link,
    )
    return Mail(say("Be told by e-mail: {what}", what=what), body)


def news_mail(title: str, *, name: str, page: str, link: str) -> Mail:
    """Return the mail that tells of a report. `title` is what the reader follows, `name` the site that published."""
    body = say(
        "{name} published a status report. Read it here:\n{page}\n\n"
        "You asked for this mail: {what}. To get no more of them:\n{link}\n",
        name=name,
        page=page,
        what=named(title),
        link=link,
    )
    return Mail(say("{name}: a status report was published", name=name), body)
