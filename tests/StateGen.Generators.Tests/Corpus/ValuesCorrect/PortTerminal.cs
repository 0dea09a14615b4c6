using System.Collections.Immutable;
using System.Text;

namespace Corpus.ValuesCorrect.PortTerminal;

public enum MoveKind
{
    Arrival,
    Shift,
    Departure,
}

public sealed record ContainerMove(string Berth, string Container, MoveKind Kind, int Teu, DateTimeOffset MovedAt, DateTimeOffset? PlannedAt);

public sealed record BerthReport(string Berth, IReadOnlyList<string> Containers, ImmutableDictionary<string, int> Teu, string Text);

public sealed record Crane(string Name, int Moves, DateTimeOffset? Since);

public sealed class Label
{
    public string Container { get; set; } = "";

    public List<string> Lines { get; set; } = [];

    public Label Clone() => new() { Container = Container, Lines = [.. Lines] };
}

public interface ITerminalLog
{
    bool IsEnabled { get; }

    void Debug(string text);
}

public sealed class TerminalMetrics
{
    private long _moves;

    public void Increment() => System.Threading.Interlocked.Increment(ref _moves);
}

/// <summary>Gives names to cranes, from a fixed plan.</summary>
public sealed class CranePlan
{
    private readonly SortedList<int, string> _names = [];

    public CranePlan(IEnumerable<string> names)
    {
        foreach (var name in names)
            _names.Add(_names.Count, name);
    }

    public string Pick(int teu) => _names.Count == 0 ? "none" : _names[teu % _names.Count];
}

/// <summary>Reports the containers of a berth at every departure.</summary>
[Operator("valuescorrect.portterminal")]
public sealed partial class PortTerminal : KeyedOperator<string, ContainerMove, BerthReport>
{
    private const int MaxLines = 40;

    private static readonly ImmutableArray<MoveKind> Counted = [MoveKind.Arrival, MoveKind.Departure];
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private readonly ITerminalLog _log;
    private readonly TerminalMetrics _metrics;
    private readonly CranePlan _plan;
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
    private readonly (int Small, int Large) _classes;

    public PortTerminal(ITerminalLog log, TerminalMetrics metrics, IEnumerable<string> cranes)
    {
        _log = log;
        _metrics = metrics;
        _plan = new CranePlan(cranes);
        _classes.Small = 1;
        _classes.Large = 2;
    }

    [State] private partial Crane? Crane { get; set; }

    [State] private partial MapState<string, int> Teu { get; }

    [State, Ttl(Days = 3)] private partial ListState<ContainerMove> Moves { get; }

    [State] private partial (int Arrived, int Departed) Totals { get; set; }

    private IEnumerable<string> Recent => Moves.Select(static move => move.Container).TakeLast(MaxLines);

    protected override void OnEvent(ContainerMove move, OperatorContext<BerthReport> context)
    {
        _metrics.Increment();
        if (_log.IsEnabled)
            _log.Debug($"{Key} {move.Container}");

        Moves.Add(move);
        UpdateCrane(move);
        var totals = Totals;
        switch (move.Kind)
        {
            case MoveKind.Arrival:
                totals.Arrived += move.Teu;
                Teu[move.Container] = move.Teu;
                break;
            case MoveKind.Departure:
                totals.Departed += move.Teu;
                Teu.Remove(move.Container);
                break;
        }

        Totals = totals;
        if (Counted.Contains(move.Kind))
            context.Timers.RegisterEventTime(RoundUp(move.MovedAt, Quarter));
        if (move.Kind == MoveKind.Departure)
            context.Emit(Report(Teu));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<BerthReport> context)
    {
        if (Teu.IsEmpty)
            return;
        var report = Report(Teu);
        context.Emit(report with { Text = $"{timer.Timestamp:t} {report.Text}" });
    }

    private static DateTimeOffset RoundUp(DateTimeOffset time, TimeSpan step) =>
        new(((time.UtcTicks / step.Ticks) + 1) * step.Ticks, TimeSpan.Zero);

    private static int Sum(MapState<string, int> map, int atLeast)
    {
        var sum = 0;
        foreach (var (_, teu) in map)
            sum += teu >= atLeast ? teu : 0;
        return sum;
    }

    private void UpdateCrane(ContainerMove move)
    {
        var crane = Crane ?? new Crane(_plan.Pick(move.Teu), 0, null);
        crane = crane with { Moves = crane.Moves + 1, Since = crane.Since ?? move.MovedAt };
        Crane = crane;
    }

    private BerthReport Report(MapState<string, int> teu)
    {
        _text.Clear();
        _distinct.Clear();
        foreach (var container in Recent)
        {
            if (_distinct.Add(container))
                _text.Append(container).Append(' ');
        }

        var large = Sum(teu, _classes.Large);
        var rest = Sum(teu, _classes.Small) - large;
        var text = $"{_text}| {large} large, {rest} small, {Crane?.Name}, {Totals.Arrived - Totals.Departed}";
        return new BerthReport(Key, [.. teu.Keys.Order(StringComparer.Ordinal)], teu.ToImmutableDictionary(), text);
    }
}

/// <summary>Prints the labels of a container that is moved.</summary>
[Operator("valuescorrect.portterminal.labels")]
public sealed partial class ContainerLabels : KeyedOperator<string, ContainerMove, Label>
{
    [State(Copy = true)] private partial Label? Template { get; set; }

    [State] private partial int Printed { get; set; }

    protected override void OnEvent(ContainerMove move, OperatorContext<Label> context)
    {
        var template = Template ?? new Label { Container = Key };
        if (template.Lines.Count == 0)
        {
            template.Lines.Add($"first berth {move.Berth}");
            Template = template;
        }

        Label label = new() { Container = Key };
        for (var i = 1; i <= move.Teu; i++)
        {
            label = new Label { Container = $"{Key}/{i}" };
            label.Lines.Add($"{i} of {move.Teu}");
            context.Emit(label);
            Printed++;
        }

        var draft = template.Clone();
        draft.Lines.Add(move.Kind.ToString());
        context.Emit(move.Kind == MoveKind.Shift ? draft.Clone() : template.Clone());
        draft.Lines.Clear();
        draft.Lines.Add($"{Printed} printed");
        context.Emit(draft);
    }
}

/// <summary>Reminds the terminal of planned moves that have not happened.</summary>
[Operator("valuescorrect.portterminal.plans")]
public sealed partial class PlannedMoves : KeyedOperator<string, ContainerMove, string>
{
    [State] private partial DateTimeOffset? Reminder { get; set; }

    [State] private partial DateTimeOffset? FreeUntil { get; set; }

    protected override void OnEvent(ContainerMove move, OperatorContext<string> context)
    {
        FreeUntil ??= move.MovedAt.AddDays(5);
        context.Timers.RegisterEventTime(FreeUntil.Value);

        if (move.PlannedAt is not { } planned || planned == Reminder)
            return;
        if (Reminder is { } old)
            context.Timers.DeleteEventTime(old);
        Reminder = planned;
        context.Timers.RegisterEventTime(planned);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        if (timer.Timestamp == FreeUntil)
            context.Emit($"{Key} now pays demurrage");
        if (timer.Timestamp == Reminder)
            context.Emit($"{Key} was planned for {timer.Timestamp:u}");
    }
}

[Operator("valuescorrect.portterminal.passes")]
public sealed partial class GatePasses(IReadOnlyCollection<string> blocked, ITerminalLog log)
    : KeyedOperator<string, ContainerMove, (string Gate, ImmutableArray<string> Allowed)>
{
    [State] private partial ImmutableArray<string> Allowed { get; set; }

    protected override void OnEvent(ContainerMove move, OperatorContext<(string Gate, ImmutableArray<string> Allowed)> context)
    {
        if (blocked.Contains(move.Container))
        {
            log.Debug(move.Container);
            return;
        }

        var allowed = Allowed.IsDefault ? [] : Allowed;
        context.Emit((Key, allowed));
        allowed = allowed.Add(move.Container);
        Allowed = allowed.Length > 100 ? allowed.RemoveAt(0) : allowed;
    }
}
