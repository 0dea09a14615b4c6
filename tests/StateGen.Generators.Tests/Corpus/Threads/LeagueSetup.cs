namespace Corpus.Threads.LeagueSetup;

public sealed record Goal(string Team, int Minute);

[Operator("threads.league-setup")]
public sealed partial class LeagueTable : KeyedOperator<string, Goal, int>
{
    private readonly int _season;

    public LeagueTable(int season)
    {
        _season = season;
        Goals = 0; // expect: SG2002
        Scorers["own goal"] = 0; // expect: SG2002
        if (season < 2000)
            ClearState(); // expect: SG2002

        void Seed(string team)
        {
            Scorers[team] = 0;
        }

        Seed("home"); // expect: SG2002
        Fill(this); // expect: SG2002
    }

    public LeagueTable()
        : this(2026)
    {
        Reset(); // expect: SG2002
    }

    [State] private partial int Goals { get; set; }

    [State, Ttl(Days = 300)] private partial MapState<string, int> Scorers { get; }

    protected override void OnEvent(Goal goal, OperatorContext<int> context)
    {
        Scorers[goal.Team] = goal.Minute;
        context.Emit(++Goals + _season);
    }

    private static void Fill(LeagueTable table)
    {
        table.Goals = 1;
    }

    private void Reset()
    {
        Goals = 0;
    }
}

[Operator("threads.league-setup.cup")]
public sealed partial class CupTable : KeyedOperator<string, Goal, int>
{
    private static readonly CupTable Empty = new(0) { Goals = 0 }; // expect: SG2002

    private readonly string _title;
    private readonly int _first;

    public CupTable(int year)
    {
        _title = $"{Key} {year}"; // expect: SG2002
        _first = new Func<int>(() => Goals)(); // expect: SG2002
        Action clear = () => Rounds.Clear(); // expect: SG2002
        clear();
        int Count() => Goals + 1;
        if (Count() > 1) // expect: SG2002
            _first++;
        new List<int> { 1, 2, 3 }.ForEach(round => Rounds.Add(round)); // expect: SG2002
    }

    [State] private partial int Goals { get; set; }

    [State, Ttl(Days = 60)] private partial ListState<int> Rounds { get; }

    protected override void OnEvent(Goal goal, OperatorContext<int> context)
    {
        Goals++;
        if (!ReferenceEquals(this, Empty))
            context.Emit(_first + _title.Length);
    }
}
