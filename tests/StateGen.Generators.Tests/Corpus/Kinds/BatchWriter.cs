using System.Threading;

namespace Corpus.Kinds.Batches;

public sealed record Line(string File, string Text);

/// <summary>Groups lines of any file, and remembers where each partition is.</summary>
[Operator("kinds.batch-writer")]
public sealed partial class BatchWriter : KeyedOperator<string, Line, string>
{
    private readonly List<string> _recent = []; // expect: SG2001
    private int _written; // expect: SG2001

    [OperatorState] private partial OperatorListState<Line> Open { get; }
    [OperatorState(Redistribution = OperatorStateRedistribution.Union)] private partial OperatorListState<long> Offsets { get; }
    [State] private partial OperatorListState<string> Names { get; } // expect: SG1029
    [OperatorState] private partial ListState<string> Failed { get; } // expect: SG1029
    [OperatorState, Ttl(Hours = 1)] private partial OperatorListState<int> Sizes { get; } // expect: SG1011

    private int Largest { get; set; } = 100;

    ~BatchWriter() => Console.WriteLine(Key); // expect: SG2002

    protected override void OnEvent(Line line, OperatorContext<string> context)
    {
        Open.Add(line);
        _recent.Add(line.Text);
        if (Open.Count < Largest)
            return;
        _written += Open.Count;
        context.Emit(string.Join('\n', Open.Select(open => open.Text)));
        Open.Clear();
        Offsets.Update([_written, _recent.Count]);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        using var flush = new Timer(_ => Open.Clear(), null, 1000, 1000); // expect: SG2005
        Parallel.For(0, 4, part => Offsets.Add(part)); // expect: SG2005
    }
}
