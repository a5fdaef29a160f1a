from tests.moderation.test_in_a_browser import *

def test_shots(desk):
    action = desk.world.action(options={"mail":{"rules":{"name":"Prisons of Belarus","languages":["be","ru"],"language_names":["Belarusian","Russian"],"avoid":[{"key":"politics","lang":"be","stems":["свабод"],"why":""}],"max_chars":300,"who_may_write":"","address_form":"","source":"","as_of":None},"routes":[]}, "names":["Мікіта","Mikita"]})
    w = desk.world
    w.message(action, "Трымайся, Мікіта! Мы з табой і чакаем цябе дома. Чытай добрыя кнігі, слухай рэп і не забывай усміхацца.")
    m = w.message(action, "Прывітанне ад Міколы Статкевіча! Глядзі nasha-niva.by, мой нумар +375 29 123-45-67.", name="Вера")
    from zvarot.moderation import services
    services.cut(action, m.pk, [[14,31]], w.ask(m, worlds.TAMARA), keys=w.keys)
    t = w.message(action, "We think of you every day. Stay strong!", name="Hannah")
    translating.translate(action, t.pk, "be", "Мы думаем пра цябе кожны дзень. Трымайся!", w.ask(t), keys=w.keys)
    w.approves(t, worlds.TAMARA)
    w.message(action, "نحن معك من كل القلب، ولن ننساك أبداً. كن قوياً!", name="ليلى", route="family")
    w.message(action, "СВАБОДА ПРЫЙДЗЕ!!! ПЕРАМОЖАМ", name="Зміцер")
    w.message(action, "Жадаю табе моцнага здароўя, добрых кніг і сонца ў акне, сябра. Хай час ляціць хутка.", name="Алеся")
    w.message(action, "Жадаю табе моцнага здароўя, добрых кніг і сонца ў акне, сябра! Хай час ляціць хутка.", name="Ян")
    approved(w, action); made(w, action)
    approved(w, action, "Дзякуй табе"); 
    page = desk.open(action)
    page.keyboard.press("a"); page.keyboard.press("j"); page.keyboard.press("r"); page.wait_for_timeout(300)
    page.screenshot(path="/tmp/zvm-reasons.png")
    page.keyboard.press("Escape"); page.wait_for_timeout(200)
    page.screenshot(path="/tmp/zvm-1280.png", full_page=True)
    page.set_viewport_size({"width":360,"height":800}); page.wait_for_timeout(200)
    page.screenshot(path="/tmp/zvm-360.png", full_page=True)
    page.set_viewport_size({"width":1280,"height":900})
    for name, args in (("index",[]),("history",[action.slug]),("batches",[action.slug]),("batch",[action.slug,1])):
        page.goto(desk.server+reverse(f"moderation:{name}", args=args)); page.screenshot(path=f"/tmp/zvm-{name}.png", full_page=True)
    page.emulate_media(color_scheme="dark"); desk.open(action); page.screenshot(path="/tmp/zvm-dark.png")
    page.keyboard.press("?"); page.screenshot(path="/tmp/zvm-help.png")
