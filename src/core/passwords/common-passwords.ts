/**
 * Made by scripts/common-passwords.ts from the dictionary of @zxcvbn-ts/language-common (MIT), which
 * counts leaked passwords. Words are what is left of a password without its digits and signs.
 */

/** Every common password of 15 characters or more. */
export const LONG_PASSWORDS: readonly string[] = Object.freeze(
  `
111222333444555 122333444455555 1234567887654321 12345678900987654321 1234567890987654321 1234567890qwerty 12345678987654321
123456789987654321 123456789qwerty 1234qwerasdfzxcv 1qa2ws3ed4rf5tg 1qaz2wsx3edc4rfv 1qazxsw23edcvfr4 23176djivanfros 420842084208555
aksjdlasdakj89879 bhrh0h2oof6xbqjeh bpgjldsgjldthnf hd764nw5d7e1vb1 hd764nw5d7e1vbv lhbjkjubz2957704 lytdybrbdfvgbhf mailcreated5240
momsanaladventure ne_e_pod_chehyl nemvxyheqdd5oqxyxyzi nick1234-rem936 passwordassword passwordpassword passwordstandard polniypizdec0211
polniypizdec1102 polniypizdec110211 q1w2e3r4t5y6u7i8 q1w2e3r4t5y6u7i8o9p0 qazwsxedcrfvtgb qwertasdfgzxcvb qwerty123456789 qwertyuiop12345
zqjphsyf6ctifgu zxcvbnm123456789
`
    .trim()
    .split(/\s+/),
);

/** The 300 words that are chosen most. */
export const FREQUENT_WORDS: readonly string[] = Object.freeze(
  `
abcd access adidas albert alex amanda andrea andrew angel angela angels anthony apples arsenal asdf asdfasdf asdfgh asdfghjkl ashley asshole
austin badboy bailey banana bandit barney baseball batman bigdaddy bigdick bigdog bigtits bitch biteme black blowjob blowme blue booboo
booger boomer boston brandon brandy bulldog buster butter butthead camaro cameron canada captain carlos casper charles charlie cheese
chelsea chester chicago chicken chris cocacola coffee compaq computer cookie cooper corvette cowboy cowboys crystal dakota dallas daniel
danielle david debbie dennis diablo diamond dick doctor dolphin dolphins dragon eagles edward enter falcon fender ferrari fishing florida
flower football forever freedom fuck fucker fuckme fuckoff fuckyou gandalf gateway gemini george gfhjkm ghbdtn giants ginger golden golfer
guitar hammer hannah hardcore harley heather hello helpme hockey horny hunter iceman iloveyou internet iwantu jackie jackson jaguar james
jasmine jasper jennifer jeremy jessica john johnny johnson jonathan jordan joseph joshua junior justin killer klaster knight lakers lauren
letmein liverpoo liverpool london love lovers maddog madison maggie marina marine marlboro martin master matrix matthew maverick maxwell
melissa mercedes merlin metallic michael michelle mickey midnight mike miller money monica monkey monster morgan mother muffin murphy
mustang nascar natasha nathan newyork nicholas nicole nikita nirvana oliver orange packers panther panties pass password passwrd patrick
peaches peanut pepper phoenix player please pokemon pookie porsche prince princess purple pussy qazwsx qazwsxedc qazxsw qwaszx qwer qwert
qwerty qwertyui qwertyuiop rabbit rachel raiders rainbow ranger rangers razz redskins redsox richard robert rocket samantha samsung sandra
scooby scooter scorpion secret sexsex sexy shadow shannon shithead sierra silver slayer slipknot smokey snoopy soccer sophie spanky sparky
spider startrek starwars steelers steven summer sunshine superman taylor tennis test theman thomas thunder tiffany tiger tigers tigger
toyota trustno tucker turtle united victor victoria viking welcome whatever william wilson winner winston winter wizard yamaha yankees
yellow zxcvbn zxcvbnm
`
    .trim()
    .split(/\s+/),
);

/** The next 2700. */
export const FURTHER_WORDS: readonly string[] = Object.freeze(
  `
aardvark aaron aberdeen abgrtyu abigail accord account achilles action active adam adgjmptw admin admiral adrian adriana adult aezakmi
africa agent aggies aikido airborne airbus airforce airplane alabama alan alaska albatros alberto albion alejandr aleksandr alexande
alexander alexandr alexandra alexis alfred alibaba alice alicia alien aliens alison allen alliance allison alpha alpine always alyssa
amadeus amateur amazon amber amelia america american amsterda amsterdam anaconda anakin anal analsex anarchy anastasia anders anderson andre
andreas andrei andrey andy anfield angelica angelina angelo anhyeuem animal anime anna annette annie anton antonio anubis anything apache
apollo apple applepie april aquarius aragorn archer archie area arizona arjay armani arnold artemis arthur artist asdasd asdfg asdfghj
asdfghjk asdfjkl asdzxc ashton asian aspire aspirine assass assassin assfuck assman asterix astros athena atlanta atlantic atlantis atomic
attack auburn audrey august aurora aussie australi australia autumn avalon avatar avenger awesome azamat azerty azsxdc azsxdcfv babe babes
babies baby babyboy babydoll babygirl babylon backdoor bacon badass baddog badger baggins ball baller balloon balls bambam bananas bang
bangbang bangkok banshee barbara barbie barcelon barcelona barkley barsik bart basket basketba basketball bass bassman bastard battle baxter
beach beagle beaner bear bearbear bears beast beatles beatrice beautiful beauty beaver beavis beckham becky beefcake beer beetle belinda
bell bella bender benjamin bennett benson bentley berlin bernard bernie bertha bethany better betty beverly bianca bicycle bigballs bigbird
bigboobs bigboy bigcock bigfoot bigger biggie bigguy bigmac bigman bigmoney bigone bigred bigsexy bigtime bikini bill billie billy billybob
billyboy bingo bird birdie birdman birthday biscuit bishop bitches bizkit blabla blackcat blackdog blackie blackjac blackman blacks blacky
blade blades blahblah blake blaster blazer blessed blink blizzard blonde blondes blondie blood bloody blow bluebird blueblue blueeyes
bluemoon blues bluesky boat bobafett bobbie bobbob bobby bobcat boeing bogart bogdan bohica bollocks bollox bomber bond bondage bone
bonehead boner bones bonita bonjour bonnie bonsai boob boobies boobs boogie bootie boots booty boris bosco boss bossman bottom bowler
bowling bowser boxing boys brad bradford bradley brandi brando brasil braves brazil brdr breast breeze brenda brendan brian brianna bridge
bridget bristol britney brittany broken bronco broncos brooke brooklyn brooks brother brothers brown brownie browns bruce brucelee bruins
bruno brutus bryan bryant bubba bubbas bubble bubbles buck buckeye buckeyes buddha buddy budlight budman buffalo buffett buffy bugger bull
bulldogs bullet bullshit bunghole bunny burger burton bush business butch butler butt butterfl butterfly butthole buttons byteme cabbage
cactus cadillac caesar caitlin calico caliente californ california callie calvin camel camelot camels camera camilla camille campbell cancel
cancer cancun candle candy candyman cannon canon cantona capital capone cardinal carlo carlton carmen carol carolina caroline carolyn carpet
carrera carrie carrot carson carter cartman cartoon caserta casey cash casino cassidy cassie castle catalina catch catdog catfish catherin
catherine catman cats cavalier ccbill cdtnkfyf cecilia celeste celica celine celtic celtics cent center central cessna chair champion champs
chance chandler chanel chang change changeme chaos charger chargers charli charlott charlotte charlton charly charmed chase chaser check
cheers cheetah cheng cherokee cherry cheryl chevelle chevrole chevy chewie cheyenne chichi chickens chicks chief chiefs children china
chipper chloe chocolat chocolate chopper chrissy christ christia christian christin christine christop christopher christy chronic chubby
chuck chucky church cindy cinnamon cjkysirj cjkywt claire clancy clapton clarence classic claude claudia clayton clemson clifford clinton
clitoris cloud clover cobra cock cocks coconut cody coke coleman colleen college collins colombia colorado colors colt coltrane columbia
columbus comics command commando concrete condom condor connect conner connie connor conrad consumer content control cookies cool cooldude
cooler coolio coolman cooter copper corona corrado cosmo cosmos cosworth cotton cougar country courtney coyote cracker crash crazy crazybab
cream creampie creamy creative cricket crimson cristina cruise crunch crusader cthulhu cthutq cuddles cumming cumshot cunt cupcake curious
curtis cutlass cutter cxfcnmt cyclone cynthia daddy dagger daisy dale dalton damian damien damnit dana dance dancer danger danie daniela
daniil danila danni danny dannyboy dark darkness darkside darkstar darling darren darwin dave davids davidson davis dawg dawson daytona
dbrnjhbz dead deadhead deadman dean deanna death deborah december deedee deeznuts defender defiant deftones delete delta demon denali denis
denise deniska denver derrick desert design designer desire deskjet destiny detroit devil devildog devils dexter dfkthbz dfvgbh diamonds
diana dickhead dicks diesel dietcoke digger digital dilbert dildo dilligaf dillon dima dinamo dingdong dinosaur director dirty discover
disney dixie dkflbvbh doberman dodge dodger dodgeram dodgers dogg doggie doggy dogman dogs dollar dominic domino donald dong donkey donna
donnie doobie doodle dookie dorothy double doughboy douglas down dracula drago dragons dragoon drake dream dreamer dreams drew driver drizzt
drowssap drpepper drummer dthjybrf dublin ducati duchess duck dude dudley duke dumbass duncan durango duster dustin dusty dylan eagle easy
eatme eatpussy eatshit eclipse eddie eduard eeyore eileen einstein ekaterina elaine electric element elena elephant eleven elijah elizabet
elizabeth elliot elliott elvira elvis elwood emerald emerson emily eminem emmanuel empire energy engage engine engineer england english
enigma enjoy enterpri enterprise eric ericsson ernest erotic escape escort esther eternity eugene evelyn everest everton excalibu exigen
exigent exodus explorer express extreme fabian fabie faggot faith falcons fallen family fantasy farmer farside fart fashion fast faster
fatass fatboy fatcat father fatima fatman february feet felicia felix fernand fernando ferret fetish ficken fiesta figaro fighter filter
finger fingers finish fire fireball firebird firefly firefox fireman first fish fisher fitness fktrcfylh fktrcfylhf fktrctq flames flamingo
flash flatron fletch fletcher flight flipper florence flowers fluffy flyboy flyers flying foobar ford fordf forest forget forgot formula
forrest fortuna fortune fossil foster foxtrot france frances francis franco francois frank frankie franklin franky freak freaks freaky
freckles fred freddie freddy frederic fredfred free freeman freepass freeporn freeuser french friday friend friends fright frisco fritz frog
frogger froggy front frontier frosty fubar fucked fuckers fuckface fuckfuck fuckin fucking fuckinside fuckit fugazi function funny funtime
fusion future fyfcnfcbz fylhtq gabrie gabriel galaxy galina galore gambit gang gangbang gangsta gangster garbage garcia garden garfield
garrett gary gator gators gbpltw geheim general genesis genius georgia gerald gerard german germany geronimo getsome ghbdtnbr ghjcnj ghost
giant gibson gilbert gillian giorgi giovanni girl girls gizmo gizmodo gjkbyf global gloria gmoney gngn goblin goblue goddess godsmack
godzilla gofish goforit goku gold goldberg goldfish goldie golf golfball golfing goliath goober good goodbye goodluck goodtime google goose
gopher gordon gorilla gotcha gothic govols grace gracie graham grandma granny grateful great greatone green greenbay greenday greens greg
gregory gremlin grendel gretchen griffey griffin gringo grizzly groovy grover grumpy guardian guinness gundam gunner gustav hacker hailey
halflife hallo hamburg hamilton hamlet hammers hamster handsome hannibal hansen hansolo happy happyday hard harder hardon hardrock harmony
harold harper harris harrison harry harvey hastings hawaii hawk hawkeye hayden hayley head hearts heaven hector hedgehog helen helena hell
hellfire hellyeah help hendrix henry hentai herbert herbie hercules herman hermes hershey hesoyam hidden highland hilton hiphop history
hithere hitler hitman hjvfirf hobbes hobbit holden holiday holland holly hollywoo hollywood holmes holyshit home homer homers homerun honda
honey hongkong hooker hooter hooters hoover hope hopper horndog hornet horney horse horses hotboy hotdog hotrod hotsex hotstuff hottie house
houses houston howard hudson hummer hungry hunting hurrican husker huskers huskies hustler hyperion ibanez icecream iforgot igor iguana
ihateyou illini ilovesex iloveu iloveyo imagine immortal impala imperial incubus indian indiana indians indigo infantry inferno infiniti
infinity ingrid insane inside integra intrepid ireland irina irish ironman isabel isabella isabelle island israel italia ivan ivanov iverson
jack jackal jackass jackoff jacob jake jamaica jamesbon jamie jammer janice janine january japan japanese jarhead jasmin jason javier jazz
jazzman jeanette jedi jeep jeff jeffrey jenna jennie jenny jensen jeremiah jericho jerkoff jerome jerry jersey jesse jessie jester jesus
jethro jimbo jimbob jimmy joanna joanne joejoe joey johanna johnjohn joker jones jose josh jrcfyf juan judith juice julia julian julie
juliet julius jumper junebug jungle jupiter justdoit justice justine justme juventus jyeuz kaiser kaktus kamikaze kangaroo kansas karate
karen karina karolina kasper katana katerina kathleen kathryn kathy katie katrin katrina kawasaki keeper keith kelley kelly kelsey kennedy
kenneth kenny kenshin kentucky kenwood kenworth kermit kevin keyboard keystone keywest kicker killbill killme kimberly king kingdom kingkong
kingpin kingston kirill kirsten kiss kisses kissme kitkat kitten kitty kittycat knicks knights knopka kodiak kolobok kong koshka kotenok
kramer krishna krista kristen kristi kristin kristina kristy kume kyle labrador labtec lacrosse ladies lady ladybug laguna lancelot lancer
lansing laptop larisa larry lasvegas latin latino laura laurie lawrence lawyer leader leather ledzep legacy legend legion legolas lemons
lennon leonard leonardo leopard lesbian lesbians leslie lespaul lestat lester letsgo lewis lexmark liberty lick licker lickit lickme life
lifehack lifetime light lightnin lights lillian lincoln linda lindsay lindsey lion lionking liquid lisa lisalisa little lizard lizzie
lobster logan logitech lolita lollipop lollol lonely lonestar lonewolf long longhorn looker looking lorenzo lorraine loser louise loulou
loveit lovelove lovely loveme lover loverboy loveyou loving lowrider lucas lucifer lucky luckydog lucy ludwig luke luther lvbnhbq macdaddy
machine madden maddie madeline madman madmax madness madonna madrid maestro magic magnolia magnum magnus maiden mailcreated mailman makaveli
maksim malaka malcolm malibu mallard manager manchest manchester mandingo mandy maniac manson manuel manutd maradona marathon marc marcel
marco marcos marcus margaret margarita maria mariah marian marianne marie marilyn mariners marines marino mario marion marisa marissa mark
market markus marlene marley marlin marshall martha martina martinez martini marvel marvin mary maryjane maryland mason massive masters
matilda matt mature maurice maxell maxima maximus maxine maxmax mayday mayhem maynard meatball meatloaf mechanic megadeth megaman megan
meghan melanie melinda mellon melody melvin member memorex memory memphis mercury meridian mersedes metal metallica method mexico miami
michaela michel michele michigan microlab microsof microsoft midget mighty miguel mikemike mikey milana milano milena miles military millie
million milton mine minecraft minnie miracle mirage miranda miriam mission missy mister mistress misty mitchell mobile models mojo mollie
molly moloko molson momoney monday moneys mongoose monika monique monitor monkeys monopoly monroe montana montreal monty moocow mookie
moomoo moon moose morpheus morris morrison moscow motorola mountain mouse movie movies mozart mulder munchkin muppet murray muscle mushroom
music musicman mustangs mylove mypass myself mystery mystic nadine naked nancy napass napoleon naruto nasty nastya natali natalia natalie
nathalie national natural naughty ncca nccd ncce nebraska nellie nelson nemesis neptune network nevada newlife newman newpass newport newton
nfnmzyf nick nicola nicolas nigger night nikki nikola nimrod nina niners ninja nintendo nipple nipples nissan nobody nofear nokia nolimit
none noodle noodles nookie nopass norman norton nothing november nugget number nuttertools nyjets nylons nymets oakland oakley obiwan
oblivion october odessa office ohyeah oicu oilers oklahoma oksana oldman olga olivia omega onelove online open openup operator oracle
oranges oregon orgasm orioles orion orlando oscar osiris outlaw overlord oxford pacific packard packer pacman painter pakistan palace
paladin palmer pamela panama panasonic pancho panda pandora pantera panthers pantyhos panzer paradise paradox paris parker parola parrot
party pascal passat passion passport passwor passwort patches patricia patriot patriots patton paul pauline pavilion paword pawrd payton
peace peanuts pearljam pebbles pedro peekaboo peewee pegasus pencil penelope penguin penguins penis penny pentium people pepsi perfect
personal pervert pete peter peterpan peters peugeot phantom philip philips phillies phillip philly phoebe photo photos phpbb picard picasso
piccolo pickle pickles pics picture pierre piglet pikachu pillow pilot pimp pimpin pineappl ping pingpong pink pinkfloy pioneer pirate
pirates pistol pitbull pizza planet plastic platinum play playboy playtime pleasure plumber plymouth poison polaris police polina
polniypizdec polo polska poncho pontiac poodle pooh poohbear poontang poop pooper poopie poopoo pooppoop popcorn popeye porkchop porn porno
pornstar porter portland portugal positive possum postal potato potter powder powell power powers precious predator prelude presario preston
pretty primus princes printer private privet prodigy profit psycho pumpkin punisher punkin punkrock puppies puppy pussies pussycat pussys
putter pyramid python qawsed qawsedrf qazqaz qazwsxed qazwsxedcrfv qazxswedc quality queen quincy qweasd qweasdzxc qweqwe qwerasdf qwertyu
qwertyuio racecar racerx rachael racing rafael ragnarok raider raistlin ralph rambler rammstein ramona ramses randall random randy raptor
rascal rasdzv rasputin rastaman raven ravens raymond rbhbkk rctybz ready reagan reality reaper rebecca rebel rebels redalert redbull reddog
redhead redhot redman redneck redrum redwings reebok reggie regina remember renegade rereirf rescue research retard revenge review rfhbyf
rfnthbyf rfrfirf rfrnec rhbcnbyf rhonda ricardo rich richards richie richmond rick ricky rightnow ripper river rjirfrgbde rjntyjr roadkill
robbie roberta roberto roberts robin robinson robotech rock rocker rockets rockhard rockon rocks rockstar rocky rodney roger rogers roland
roller rolltide roman romance romashka romeo rommel ronald ronaldo ronnie rookie rooster rootbeer roscoe rose rosebud rosemary rotten rovers
roxanne rubber rugby rulez runner running rupert rush ruslan russell russia russian rustam rusty ryan sabbath sabina sabine sabrina sadie
safety sailboat sailing sailor saint saints sakura sally salmon salvador samiam sammie sammy sampson samson samuel samurai sanchez sanders
sandiego sandman sandro sandy santana santiago santos sapphire sara sarah saratoga sasha sassy satan saturn saun sausage savage savannah
sayang scarface scarlet scarlett school science scoobydo scorpio scotch scotland scott scottie scotty scrappy scratch scream scruffy scully
sean search seattle sebastia sebastian security seinfeld select selena seminole semperfi sentinel septembe september serega serena serenity
sergei sergey sergio server service sesame seven sexme sexual sexx sexygirl shado shaggy shalom shaman shamrock shane shaney shania shaolin
shark sharks sharon shasta shaved shazam sheena sheila shelby shelley shelly shemale sherlock sherman sherry sherwood shiloh shirley shit
shitty shogun shooter shopping short shorty shotgun showme showtime sidney siemens silvia simba simon simone simple simpson simpsons sinatra
singer single sinner sirius sister sithlord sixers skater skeeter skiing skinny skipper skippy skittles skorpion skyline skywalke skywalker
slacker slappy slapshot sleepy slick slider slut sluts smile smiles smiley smith smitty smoke smoker smokin smooth smudge smut snake snakes
snapper snatch snickers sniper snow snowball snowman snuggles sobaka socrates softball software sojdlgaljg soldier soleil solomon somethin
sommer sonic sony sooner sooners sophia sosoaljg southern space spank spanking spankme sparkle sparta spartak spartan spartans speaker
special spectrum speed speedy spencer spiderma spiderman spidey spike spirit spitfire splash spooky sport sports spring springer sprint
sprite spunky spyder squirrel squirt srinivas stacey stalker stallion standard stanley star starbuck starcraft stardust starfish stargate
stars starship station stealth steele stefan stefano stella stephani stephanie stephen sterlin sterling steve stevie stewart stick sticks
sticky stimpy stinger stingray stinky stocking stocks stolen stone stonecol stoner stones storm stormy stranger street strider strike
striker stripper strong stuart stud student studio stuff stupid subaru sublime success suck sucker suckit suckme sucks sugar sultan summit
sundance sunday sunny sunrise sunset super superfly superstar support surf surfer surfing susan suzanne suzuki svetik svetlana swallow
sweden sweet sweetie sweetpea sweets sweety swimming swinger swingers sword swordfis swordfish sydney sylvia syracuse system tacobell tacoma
tamara tammy tanker tanner tanya tara tardis target tarheel tarheels tarzan tasha tatiana tattoo tatyana taurus tazman tdutybq teacher
technics techno teddy teen teens tekken telefon temp tempest temple tequila teresa terminal terminator terror terry tester testing testtest
texas thailand thanks thankyou thegame thekid theking theodore theone theresa therock thompson thor throat thuglife thumper tickle tight
timber time timmy timothy tina tinker tinman tintin titanic titans titleist tits titties tobias toby today tolkien tomato tomcat tommy
tomtom tony tool tootsie topcat topdog topgun topper tornado toronto torres toshiba tottenha tracey tractor tracy traffic trains trance
transam travel travis treasure trebor tree trevor trfnthbyf tricky trigger trinidad trinity tristan triton triumph trixie trojan trojans
trombone trooper trouble truck trucker trucks truelove trumpet trunks tsunami tuesday tundra turbo turkey turner tweety twilight twisted
twister tyler tyrone ultima ultimate unicorn universe unknown unreal usuckballz utopia vacation vader vagina valentin valentina valera
valeria valerie valhalla valley vampire vanessa vanhalen vanilla vectra vegeta velvet verbatim veritas vernon verona veronica veronika
vertigo vette vfczyz vfhbyf vfhecz vfksirf vfrcbv vfrcbvrf vfvekz vfvjxrf victory video vikings viktor viktoria vincent violet viper vipers
virgin virginia vision vitalik vivian vkontakte vladik vladimir vladislav volley volume voodoo vortex voyager voyeur vulcan walker wallace
walleye wally walnut walter wanker warcraft warhammer warlock warlord warren warrior warriors water waterloo waters watson wayne weasel
weather webmaster webster weed weezer wendy werewolf werner wesley western westham westside wetpussy wheels whiskey whisper white whitney
whocares whore whynot wibble wicked wilbur wildcat wildcats wildfire williams willie willis willow willy window windows winnie wisdom wolf
wolfgang wolfie wolfman wolfpack wolverin wolverine wolves wombat women wonder wood woody woofwoof wookie wordpass world wrangler wright
wrinkle writer wutang xanadu xavier xfiles xtreme yankee ybrbnf yfnfif yomama yosemite young yourmom yvonne zachary zaphod zaqwsx zaqxsw
zenith zeppelin zidane zipper zombie zorro zvezda zxcasd zxcasdqwe zxcv
`
    .trim()
    .split(/\s+/),
);
