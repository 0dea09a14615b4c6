namespace StateGen.Conformance.Tests.Oracle;

/// <summary>Runs commands against generated state.</summary>
/// <param name="options">The options of the sets of states that the program uses.</param>
/// <param name="notes">Takes what the operator has seen.</param>
[Operator("oracle")]
internal sealed partial class OracleProbe(IReadOnlyList<OracleOptions> options, OracleNotes notes)
    : KeyedBroadcastOperator<string, Command[], Announcement, string>, IKeyState
{
    private OperatorContext<string>? _context;
    private BroadcastContext<string>? _broadcast;
    private OracleStates[]? _sets;

    [State]
    public partial long Number { get; set; }

    [State]
    public partial int? Optional { get; set; }

    [State]
    public partial string? Text { get; set; }

    [State]
    public partial decimal? Price { get; set; }

#pragma warning disable SG2006 // Commands call the delegates within callbacks, and use the state of the key that is current then.
    public IReadOnlyList<OracleStates> Sets => _sets ??= [.. options.Select(CreateSet)];
#pragma warning restore SG2006

    public IOracleMap<string, long?> Map => new ProbedMap<string, long?>(Unwatched, Entries);

    public IOracleMap<double, int> Doubles => new ProbedMap<double, int>(Unwatched, DoubleEntries);

    public IOracleList<long> List => new ProbedList<long>(Unwatched, Elements);

    public IOracleWindows Windows => new ProbedWindows(Tumbling, () => _context!);

    public IOracleWindows Sessions => new ProbedSessions(Growing, () => _context!);

    public IOracleOperatorList<long> Split => new ProbedOperatorList<long>(SplitElements);

    public IOracleOperatorList<string> Union => new ProbedOperatorList<string>(UnionElements);

    public IOracleBroadcast Shared => new ProbedBroadcast(SharedEntries);

    private Watch Unwatched => new(notes, () => Key, isVisible: false);

    private TimerService Timers => _context!.Timers;

    [State]
    private partial MapState<string, long?> Entries { get; }

    [State]
    private partial MapState<double, int> DoubleEntries { get; }

    [State]
    private partial ListState<long> Elements { get; }

    [State]
    private partial WindowState<long, long, long, OrderedSum> Tumbling { get; }

    [State]
    private partial SessionWindowState<long, long, long, OrderedSum> Growing { get; }

    [State]
    private partial BroadcastState<string, long?> SharedEntries { get; }

    [OperatorState]
    private partial OperatorListState<long> SplitElements { get; }

    [OperatorState(Redistribution = OperatorStateRedistribution.Union)]
    private partial OperatorListState<string> UnionElements { get; }

    public void Clear() => ClearState();

    public void Register(long timestamp) => Timers.RegisterEventTime(At(timestamp));

    public void Delete(long timestamp) => Timers.DeleteEventTime(At(timestamp));

    public bool Contains(long timestamp) => Timers.ContainsEventTime(At(timestamp));

    public void RegisterProcessingTime(long timestamp) => Timers.RegisterProcessingTime(At(timestamp));

    public void DeleteProcessingTime(long timestamp) => Timers.DeleteProcessingTime(At(timestamp));

    public bool ContainsProcessingTime(long timestamp) => Timers.ContainsProcessingTime(At(timestamp));

    public void Emit(string value)
    {
        if (_broadcast is { } broadcast)
            broadcast.Emit($"{OracleModel.Broadcasts}: {value}");
        else
            _context!.Emit($"{Key}: {value}");
    }

    protected override void OnEvent(Command[] value, OperatorContext<string> context)
    {
        (_context, _broadcast) = (context, null);
        foreach (var command in value)
            command.ApplyTo(this);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        (_context, _broadcast) = (context, null);
        Command.ApplyTimer(this, timer.Kind, timer.Timestamp.ToUnixTimeMilliseconds());
    }

    protected override void OnBroadcast(Announcement value, BroadcastContext<string> context)
    {
        _broadcast = context;
        if (value.KeyCommands is not null)
            context.VisitKeys();
        foreach (var command in value.Commands)
            command.ApplyTo(this);
    }

    protected override void OnKey(Announcement value, OperatorContext<string> context)
    {
        notes.AddVisit(context.Subtask, Key);
        OnEvent(value.KeyCommands!, context);
    }

    private static DateTimeOffset At(long timestamp) => DateTimeOffset.FromUnixTimeMilliseconds(timestamp);
}
