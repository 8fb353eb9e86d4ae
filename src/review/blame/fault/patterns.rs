//! How faults are put into words.

use std::sync::LazyLock;

use crate::review::text::Patterns;

/// What hints at a consequence: `was the cause`.
pub(super) static AGENTIVE: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        ("caused by", ()),
        ("due to", ()),
        ("because of", ()),
        ("owing to", ()),
        ("down to", ()),
        ("fault of", ()),
        ("fault lies|lay with", ()),
        (
            "mistake|error|oversight|slip|blunder|negligence|carelessness|omission|misjudgement|typo|misstep|lapse by|of|from",
            (),
        ),
        ("on the part of", ()),
        ("blame|blamed|blames ?it ?this ?on", ()),
        ("courtesy of", ()),
        ("fault was|is with", ()),
        ("blame|fault|responsibility lies|lay|rests|sits with|on", ()),
        ("this|that is|was on", ()),
        ("root cause ?confirmed ?found ?identified :", ()),
        ("root cause was|is", ()),
        ("mistake|error again|twice by|of|from", ()),
        ("attributed|traced|attributable ?back to", ()),
    ])
});

/// What must follow a subject at once.
pub(super) static FAULTS: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        ("drop|dropped|drops|dropping the ball", ()),
        ("fail|failed|fails|failing to", ()),
        ("failed|failing at|in", ()),
        ("cut|cuts|cutting ?some ?the corners", ()),
        ("fat fingered", ()),
        ("fat-fingered|fatfingered", ()),
        ("jump|jumped the gun", ()),
        ("fell|falls|fall|fallen asleep", ()),
        ("went back to sleep|bed", ()),
        ("slept through|in", ()),
        ("wave|waved|waves ..3 through", ()),
        ("nod|nodded ..3 through", ()),
        ("rubber|rubber-stamped ?stamped", ()),
        ("sat on", ()),
        ("took|taken|takes ..4 down|offline", ()),
        ("take|took|takes shortcuts", ()),
        ("brought|brings ..5 down", ()),
        ("knocked ..4 out|over|offline|down", ()),
        ("blew ..2 up|away", ()),
        ("lost|loses ?the ?his ?her plot|nerve|cool", ()),
        ("did|ran <any> ..2 on|in|against the wrong", ()),
        ("did|made a ?very poor|bad|terrible|lousy|sloppy job|work", ()),
        ("kept|keeps|keep snoozing|ignoring|silencing|muting|postponing|skipping|bypassing", ()),
        ("left|leaves ?the ..4 half|unfinished|undone|halfway", ()),
        ("had|has|have no business|right", ()),
        ("confused the two|both", ()),
        ("overreacted|over-reacted", ()),
        ("chose|decided|opted to ignore|skip|bypass", ()),
        ("chose|decided|opted not to", ()),
        ("lost|loses track|sight|focus|concentration|count|patience|control|overview", ()),
        ("caused|causes|cause the|this|an|a|our|all|it|another|that", ()),
        ("broke|breaks|broken the|our|prod|production|it|main|master|a|this|everything|all|<cap>", ()),
        ("to blame", ()),
        ("at fault", ()),
        (
            "responsible for the|this|an outage|incident|failure|mistake|error|loss|downtime|deletion|corruption|mess|crash",
            (),
        ),
        ("the culprit|culprits", ()),
        ("not paying attention", ()),
        ("wasn't paying attention", ()),
        ("in a hurry|rush", ()),
        ("too slow|busy|lazy|late|tired|quick|hasty|junior|inexperienced|eager|careless to|with|for", ()),
        (
            "made|makes|make|making ?a ?an ?the ?some ..2 mistake|mistakes|error|errors|blunder|typo|slip|misjudgement|misjudgment|misstep",
            (),
        ),
        ("got|gets ?it ?the ..4 wrong", ()),
        ("got|get confused|distracted|careless|sloppy|lazy|complacent", ()),
        ("mixed|mix|mixes|confused ?up ..4 up|with|and", ()),
        ("know|knows|known better", ()),
        ("didn't|don't|doesn't|did|do|does ?not bother", ()),
        ("couldn't|could be bothered", ()),
        ("could not be bothered", ()),
        ("pay|paid|pays no|little|scant attention|heed", ()),
        ("paid|gave ..2 too little", ()),
        ("turned ?a blind", ()),
        ("turned a blind eye", ()),
        (
            "left ?the ..5 open|on|unlocked|unattended|unplugged|disabled|running|enabled|exposed|behind|uncommitted|unmerged|unpatched|in",
            (),
        ),
        ("showed|shows|shown ?a lack|poor|bad", ()),
        (
            "lacked|lacks the ?necessary ?required discipline|care|skill|skills|competence|experience|knowledge|attention",
            (),
        ),
        ("refused|refuses|declined to", ()),
        ("let|lets ..3 slip|slide|expire|lapse|rot", ()),
        ("gave up", ()),
        (
            "acted|reacted|responded|answered|worked ?far ?much ?way too slowly|late|slow|hastily|quickly|rashly",
            (),
        ),
        ("would|did|do|does not hear|listen", ()),
        ("pushed|pressed|pressured for ?the ..3 date|deadline|launch|release", ()),
        ("been ?repeatedly ?already warned", ()),
        (
            "entered|typed|keyed|wrote|chose|picked|selected|used|set|clicked|pressed|pulled|ran|running|run|deployed|merged ..8 instead of",
            (),
        ),
        ("went|goes ahead ..6 without|anyway|despite", ()),
        ("acted|acts alone|recklessly|carelessly|irresponsibly|hastily|rashly", ()),
        ("played fast", ()),
        ("pulled|pressed|hit|pushed|chose|picked|clicked|flipped|ran|typed|entered the wrong", ()),
        ("thought|believed ?that ..3 knew better", ()),
        ("never should", ()),
        ("put|pasted|entered|typed|swapped|keyed|copied ..5 wrong|incorrectly", ()),
        ("misled", ()),
        ("hid|concealed|covered ..2", ()),
        ("bothered|bother|cared|cares|care ?enough to", ()),
        ("had|has ?already been told|warned|reminded ..2 once|twice|times|before|repeatedly|already", ()),
        ("took|takes|taken ?a ?some shortcut|shortcuts", ()),
        (
            "wasn't|weren't ?really ?just ?simply watching|looking|concentrating|focused|listening|monitoring|thinking",
            (),
        ),
        (
            "was|were not ?really ?even watching|looking|concentrating|focused|listening|monitoring|thinking",
            (),
        ),
        ("only tested|checked|read|reviewed|looked", ()),
        ("tested|checked|read|reviewed only", ()),
        ("deleted|dropped|wiped|truncated|destroyed|erased ..2 production|prod|live", ()),
        ("told|informed|asked|warned|notified|consulted no|nobody|no-one ?one", ()),
        ("force-pushed|force-pushes", ()),
        ("messed|mess|screwed|screw up|it", ()),
        ("wired|plugged|mounted|connected|installed|fitted ..3 backwards|wrongly|upside|reversed", ()),
        (
            "is|are|was|were|am not ?very ?always ?sufficiently ?really careful|attentive|diligent|thorough",
            (),
        ),
        ("did|do|does not do ?their ?his ?her ?the homework|job|part", ()),
        ("didn't|don't|doesn't do ?their ?his ?her homework|job|part", ()),
        ("cannot|can't ?ever ?not break|delete|drop ..2 again", ()),
        ("insisted|insists on", ()),
        ("cannot|can't|couldn't ?not be trusted", ()),
        ("can not be trusted", ()),
        (
            "rebooted|restarted|deleted|stopped|dropped|removed|opened|closed|switched|drained|unplugged|disconnected|edited|wiped|powered ..8 instead of the|a|its",
            (),
        ),
        (
            "merged|pushed|deployed|shipped|released|approved ..2 over|past|on|with ?a ?the ..1 red|failing|failed|broken",
            (),
        ),
        ("had|has|gave ?absolutely no answer|explanation|excuse", ()),
        ("dragged ?their ?his ?her feet|heels", ()),
    ])
});

/// What ought to have been done, and by whom one sees in the subject.
pub(super) static OUGHT: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        ("should have|of", ()),
        ("should've|shoulda", ()),
        ("should really|clearly|obviously|also|definitely|never|at have|least", ()),
        ("should not|never have", ()),
        ("shouldn't have|be", ()),
        ("ought to ?not have", ()),
        ("ought not to", ()),
        ("could ?easily ?simply have", ()),
        ("could've", ()),
        ("should not|never be allowed|trusted|permitted|left|given", ()),
        (
            "should be ?more ?less careful|careless|vigilant|attentive|diligent|disciplined|trained|retrained|disciplined|reprimanded|fired|sacked|ashamed|thorough|mindful",
            (),
        ),
        (
            "need|needs to be ?more ?less careful|careless|vigilant|attentive|diligent|disciplined|thorough|mindful|sloppy",
            (),
        ),
        ("needs|need|has|have to learn|stop|start", ()),
        ("must learn|stop|start|pay", ()),
        ("must be ?more ?less careful|careless|vigilant|attentive|diligent|thorough|mindful", ()),
        ("should pay", ()),
        ("needs|need|must|should|has|have ?to ?to pay more|better|closer attention", ()),
        ("should know", ()),
        ("was|were supposed|meant|expected|obliged|required to", ()),
        ("would have ..2 had|if", ()),
        ("needed to have", ()),
        ("had only to", ()),
        ("had one job", ()),
    ])
});

/// Labels of fault that need no subject.
pub(super) static LABELS: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        (
            "human|operator|user|pilot|engineer|admin|administrator|personnel|staff|clerical|manual|technician|developer|pebkac|nursing|dispatcher|keyboard|driver|cashier|people error|errors|mistake|mistakes|failure|fault|oversight|negligence|slip|slip-up",
            (),
        ),
        ("human|operator|developer|engineer|admin factor", ()),
        ("error on|from the|a|an side|part of", ()),
        (
            "lack of ?basic ?any ?the ?due ?proper discipline|care|attention|ownership|diligence|professionalism|common|responsibility|skill|skills|competence|vigilance|concentration|rigour|rigor|seriousness|focus|commitment",
            (),
        ),
        ("asleep at the wheel|switch", ()),
        (
            "lapse|lapses|error|errors|failure of|in judgement|judgment|concentration|attention|discipline|vigilance",
            (),
        ),
        ("poor judgement|judgment|discipline|workmanship|attitude", ()),
        ("my bad", ()),
        ("my|our|his|her|their own fault|mistake|bad|oversight|error|negligence|carelessness", ()),
        (
            "my|his|her fault|mistake|oversight|error|negligence|carelessness|blunder|typo|slip|screw-up|bad",
            (),
        ),
        ("mea culpa", ()),
        ("nobody|no-one|noone bothered|cared ?to", ()),
        ("that|it was me", ()),
        ("between ?the chair and ?the keyboard", ()),
        ("layer 8", ()),
        ("blunder|negligence|carelessness|slip-up|screw-up by|of|from <cap>", ()),
        ("formal|written|verbal|official warning|reprimand", ()),
        ("was|were reckless|irresponsible|negligent|careless|sloppy ?in", ()),
        ("disciplinary action|actions|measures|measure|procedure|hearing", ()),
        ("never again let <cap>", ()),
        ("don't|not|never|dont ?ever ?again let <cap>", ()),
        ("that|this|which|it is|was what killed|broke|caused|took|started|triggered", ()),
        (
            "careless|sloppy|hasty|negligent|reckless|incompetent|thoughtless edit|change|commit|deploy|deployment|push|handling|work|click|paste|merge|merges|commits|changes|edits|entry|configuration|typing",
            (),
        ),
        ("need|needs|must|should|have|has ?to pay ?much ?more ?better ?closer attention", ()),
        ("careless|inattentive|negligent|sloppy|lazy ..1 worker|workers|employee|temp|colleague", ()),
        ("is|was ?literally ?simply ?only their|his|her job|duty", ()),
        (
            "competence|skills|discipline|attitude|diligence of ?the ?our ?night ?day ?shift crew|team|staff|operators|operator|engineers|engineer|shift|developers|technicians|technician|agents",
            (),
        ),
        ("pebkac|pebcak|id10t", ()),
        ("finger trouble", ()),
        (
            "a more|bit ..2 careful|attentive|experienced|diligent|thorough|disciplined reading|look|check|engineer|reviewer|operator|review|developer|person|eye|colleague|technician",
            (),
        ),
        (
            "any|a competent|sane|reasonable|decent|half-awake|sensible engineer|developer|operator|reviewer|admin|person|dba|technician",
            (),
        ),
    ])
});

/// What is asked of a person who did wrong.
pub(super) static REMEDIES: LazyLock<Patterns<()>> = LazyLock::new(|| {
    Patterns::new(&[
        (
            "remind|reminded|reprimand|reprimanded|discipline|disciplined|retrain|lecture|scold|warn|coach|counsel|punish|fire|sack|educate|admonish",
            (),
        ),
        ("talk|speak|spoke|spoken|word to|with", ()),
        ("have|had a ..2 word|talk|chat with", ()),
        ("take|took away ..2 from", ()),
        ("revoke|remove", ()),
        ("make sure ?that", ()),
        ("ensure ?that", ()),
    ])
});
