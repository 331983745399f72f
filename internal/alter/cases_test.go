package alter

import "github.com/interdict/interdict"

var applied = []struct {
	kind   Kind
	name   string
	schema interdict.Schema
	want   string
}{
	{OmittedMiddle, "Vladimir Ivanovich PETROV", person, "Vladimir PETROV"},
	{Initials, "Vladimir Ivanovich PETROV", person, "V. I. PETROV"},
	{LegalFormDropped, "TECHNOPROMEXPORT OOO", company, "TECHNOPROMEXPORT"},
	{LegalFormDropped, "JOINT STOCK COMPANY ROSTELECOM", company, "ROSTELECOM"},
	{LegalFormAdded, "Technopromexport", company, "Technopromexport Company"},
	{LegalFormSpelled, "Wuhan Xiaoruizhi Science and Technology Co., Ltd.", company, "Wuhan Xiaoruizhi Science and Technology Co Ltd"},
	{LegalFormDropped, "TRAKIA-PAPIR 96 OOD", company, "TRAKIA-PAPIR 96"},
	{LegalFormChanged, "TECHNOPROMEXPORT OOO", company, "TECHNOPROMEXPORT OJSC"},
	{RussianSpelling, "Yuriy Nikolayevich KHRUSHCHEV", person, "Yurij Nikolajevich XRUSHHEV"},
	{RussianSpelling, "Юрий Николаевич Хрущев", person, "Juri Nikolajewitsch Chruschtschew"},
	{ArabicSpelling, "Mohammed Hussein al-Masri", person, "Mohammed Houssein el-Masri"},
	{ArabicSpelling, "Khalid Al Shami", person, "Khaled Al Shami"},
	{ChineseSpelling, "Guangzong ZHAO", person, "Guang-zong ZHAO"},
	{WordOrder, "Vladimir Ivanovich PETROV", person, "PETROV Vladimir Ivanovich"},
	{WordOrder, "Rosneft Trading", company, "Trading Rosneft"},
	{WordOrder, "Kyong Nam HWANG", person, "HWANG Kyong Nam"},
	{CommaForm, "Ahmed Hassan bin Laden", person, "bin Laden, Ahmed Hassan"},
	{Title, "Guangzong ZHAO", person, "Mullah Guangzong ZHAO"},
	{Title, "PETREL 8", ship, "M.V. PETREL 8"},
	{Typo, "Guangzong ZHAO", person, "Guangzong ZHO"},
	{Typo, "Ильдар Хрущев", person, "Ильдар Рхущев"},
	{TwoTypos, "Guangzong ZHAO", person, "Gungzong ZHAL"},
	{DoubledLetter, "Guangzong ZHAO", person, "Guanggzong ZHAO"},
	{DoubledLetter, "Mohammed", person, "Mohamed"},
	{SplitWord, "Guangzong ZHAO", person, "Guangzo Ng ZHAO"},
	{JoinedWords, "Vladimir Ivanovich PETROV", person, "VladimirIvanovich PETROV"},
	{NoSpaces, "Vladimir Ivanovich PETROV", person, "VladimirIvanovichPETROV"},
	{Punctuation, "Ali al-Masri", person, "Ali al Masri"},
	{Capitals, "Guangzong ZHAO", person, "Guangzong Zhao"},
	{Homoglyph, "Guangzong ZHAO", person, "Gu\u0430ngz\u03bfng ZHA\u041e"},
	{ZeroWidth, "Guangzong ZHAO", person, "Gua\ufeffn\u200bgzong ZHAO"},
}

var drawn = []struct {
	name          string
	schema        interdict.Schema
	light, strong string
}{
	{"Vladimir Ivanovich PETROV", person, "Vladimir IvanovichPETROV", "PETROV, VladimirIvanovich"},
	{"Mohammed Hussein al-Masri", person, "Mohammed \u0397ussein al-Masri", "Hajji M H al-Masri"},
	{"Guangzong ZHAO", person, "Gu angzong ZHAO", "Huangz\u03bfng Z\u0410O"},
	{"Wuhan Xiaoruizhi Science and Technology Company Limited", company, "Wuhan Xiaoruizhbi Science and Technology Company Limited", "ScienceWuhanXiaoruizhiandTechnologyCompanyLimited."},
	{"PETREL 8", ship, "PETREL8", "P\u0435tr\u0435l 8"},
}
