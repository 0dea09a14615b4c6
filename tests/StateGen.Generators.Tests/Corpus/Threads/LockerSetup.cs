namespace Corpus.Threads.LockerSetup;

public sealed record Deposit(string Locker, int Code);

[Operator("threads.locker-setup")]
public sealed partial class Lockers : KeyedOperator<string, Deposit, int>, IDisposable
{
    private static Lockers Template { get; } = Started(new Lockers("template"));

    private static readonly Lockers[] Spares =
    [
        new("first") { Uses = 1 }, // expect: SG2002
        new("second") { Owner = "nobody" }, // expect: SG2002
    ];

    private readonly string _site;

    public Lockers(string site)
    {
        _site = site;
        LockerDefaults.Apply(Codes, site); // expect: SG2002
        Start(this, 5); // expect: SG2002
        var open = Enumerable.Range(0, 3).Select(number => $"{Owner}-{number}").ToList(); // expect: SG2002
        static void Own(Lockers lockers, string owner) => lockers.Owner = owner;
        Own(this, open[0]); // expect: SG2002
    }

    ~Lockers()
    {
        try
        {
            Console.WriteLine(_site);
        }
        finally
        {
            Uses = 0; // expect: SG2002
        }
    }

    [State] private partial int Uses { get; set; }

    [State] private partial string? Owner { get; set; }

    [State] private partial MapState<string, int> Codes { get; }

    protected override void OnEvent(Deposit deposit, OperatorContext<int> context)
    {
        Codes[deposit.Locker] = deposit.Code;
        Uses++;
        context.Emit(Spares.Length + Template._site.Length);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => Codes.Clear();

    void IDisposable.Dispose()
    {
        using (Release())
            GC.SuppressFinalize(this);
        if (Owner is { Length: > 0 } owner) // expect: SG2002
            Console.WriteLine(owner);
    }

    private static Lockers Started(Lockers lockers) => lockers;

    private static void Start(Lockers lockers, int uses)
    {
        if (uses > 0)
            lockers.Uses = uses;
    }

    private static IDisposable? Release() => null;
}

public static class LockerDefaults
{
    public static void Apply(MapState<string, int> codes, string site) => codes[site] = 1234;
}

[Operator("threads.locker-setup.keys")]
public sealed partial class LockerKeys : KeyedOperator<string, Deposit, int>, IAsyncDisposable, IDisposable
{
    private readonly Dictionary<string, int> _initial;

    [State] private partial int Keys { get; set; }

    [State] private partial bool Jammed { get; set; }

    public LockerKeys(IEnumerable<string> lockers, int keys)
    {
        _initial = lockers.ToDictionary(locker => locker, locker => keys);
        Keys = keys; // expect: SG2002
        Load();
        if (Any()) // expect: SG2002
            Console.WriteLine("keys are there");
    }

    protected override void OnEvent(Deposit deposit, OperatorContext<int> context)
    {
        Keys = _initial.GetValueOrDefault(deposit.Locker) - 1;
        context.Emit(Keys);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        Jam(true); // expect: SG2002
        await Task.CompletedTask;
    }

    public void Dispose() => Dispose(disposing: true);

    private void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        Jammed = false; // expect: SG2002
    }

    private void Load() => _initial.TrimExcess();

    private bool Any() => Keys > 0;

    private void Jam(bool jammed) => Jammed = jammed;
}
