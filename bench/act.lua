-- Arguments: path, what is added to each body, our own origin, a cookie.
-- Sends a new person's form with every request: half in Latin letters, half in Cyrillic.
local latin = { "Ales", "Maryna", "Tamara", "Ihar", "Vera", "Jonas", "Anna", "Pavel" }
local cyrillic = {
  "%D0%90%D0%BB%D0%B5%D1%81%D1%8C", "%D0%9C%D0%B0%D1%80%D1%8B%D0%BD%D0%B0",
  "%D0%A2%D0%B0%D0%BC%D0%B0%D1%80%D0%B0", "%D0%86%D0%B3%D0%B0%D1%80",
}
local families = { "Kaval", "Novik", "Zajac", "Bielski" }
local cyrillic_families = {
  "%D0%9A%D0%B0%D0%B2%D0%B0%D0%BB%D1%8C%D1%87%D1%83%D0%BA",
  "%D0%9D%D0%BE%D0%B2%D1%96%D0%BA",
  "%D0%97%D0%B0%D1%8F%D1%86-%D0%91%D1%8F%D0%BB%D1%8F%D1%9E%D1%81%D0%BA%D0%B0%D1%8F",
}
local countries = { "LT", "AB", "CD", "EF", "GH" }
local ids = 0
local fixed, headers, path, sent, run

function setup(thread)
  ids = ids + 1
  thread:set("mine", ids)
end

function init(args)
  path, fixed = args[1], args[2] or ""
  headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Origin"] = args[3], ["Sec-Fetch-Site"] = "same-origin", ["Cookie"] = args[4],
  }
  sent = 0
  math.randomseed(os.time() + mine)
  run = string.format("%x%d", math.random(1, 2 ^ 30), mine)
end

function request()
  sent = sent + 1
  local given, family
  if sent % 2 == 0 then
    given, family = latin[sent % 8 + 1], families[sent % 4 + 1]
  else
    given, family = cyrillic[sent % 4 + 1], cyrillic_families[sent % 3 + 1]
  end
  local body = "given_name=" .. given .. "&family_name=" .. family .. "&email=s" .. run .. sent
    .. "%40example.org&country=" .. countries[sent % 5 + 1] .. "&website=" .. fixed
  return wrk.format("POST", path, headers, body)
end
