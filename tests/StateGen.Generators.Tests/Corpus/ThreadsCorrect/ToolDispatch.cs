using System.Collections.Frozen;

namespace Corpus.ThreadsCorrect.ToolDispatch;

public abstract record Command(string Name);

public sealed record Rent(string Name, int Days) : Command(Name);

public sealed record Return(string Name, bool Damaged) : Command(Name);

[Operator("threadscorrect.tool-dispatch")]
public sealed partial class ToolDispatch : KeyedOperator<string, Command, string>
{
    private readonly FrozenDictionary<string, Action<Command>> _handlers;
    private readonly Func<int, string> _describe;

    public ToolDispatch()
    {
        _describe = days => $"{Key}: {days} of {Rented}";
        _handlers = new Dictionary<string, Action<Command>>
        {
            ["rent"] = OnRent,
            ["return"] = OnReturn,
            ["reset"] = _ => Rented = 0,
        }.ToFrozenDictionary();
    }

    [State] private partial int Rented { get; set; }

    [State] private partial int Damaged { get; set; }

    protected override void OnEvent(Command command, OperatorContext<string> context)
    {
        if (_handlers.TryGetValue(command.Name, out var handler))
            handler(command);
        context.Emit(_describe(Damaged));
    }

    private void OnRent(Command command) => Rented += ((Rent)command).Days;

    private void OnReturn(Command command)
    {
        if (command is Return { Damaged: true })
            Damaged++;
    }
}

[Operator("threadscorrect.tool-dispatch.steps")]
public sealed partial class ToolSteps : KeyedOperator<string, Command, int>
{
    private readonly (string Name, Func<Command, bool> Step)[] _steps;

    public ToolSteps() => _steps = [("known", IsKnown), ("count", Count)];

    [State] private partial int Seen { get; set; }

    [State, Ttl(Days = 30)] private partial MapState<string, int> ByName { get; }

    protected override void OnEvent(Command command, OperatorContext<int> context)
    {
        foreach (var (name, step) in _steps)
        {
            if (!step(command))
                throw new InvalidOperationException(name);
        }

        context.Emit(Seen);
    }

    private bool IsKnown(Command command) => !ByName.ContainsKey(command.Name) || Seen > 0;

    private bool Count(Command command)
    {
        ByName[command.Name] = ++Seen;
        return true;
    }
}
