namespace Corpus.MutationCorrect.Cells;

public sealed record Handover(string From, string To, int Signal);

public sealed class Cell
{
    public int Users { get; set; }

    public List<int> Signals { get; set; } = [];
}

[Operator("mutationcorrect.cells")]
internal sealed partial class Cells : KeyedOperator<string, Handover, int>
{
    [State(Copy = true), Ttl(Hours = 24)] private partial MapState<string, Cell> All { get; }

    [State(Copy = true)] private partial List<Cell>? Worst { get; set; }

    [State(Copy = true)] private partial Queue<int>? Near { get; set; }

    [State(Copy = true)] private partial Queue<int>? Far { get; set; }

    protected override void OnEvent(Handover value, OperatorContext<int> context)
    {
        void Change(string name, Action<Cell> change)
        {
            var cell = All.GetValueOrDefault(name) ?? new Cell();
            change(cell);
            All[name] = cell;
        }

        Change(value.From, cell => cell.Users--);
        Change(value.To, cell =>
        {
            cell.Users++;
            cell.Signals.Add(value.Signal);
        });

        var worst = Worst ?? [];
        if (worst.MaxBy(cell => cell.Users) is { } crowded)
        {
            crowded.Signals.Clear();
            worst.ForEach(cell => cell.Users = Math.Max(cell.Users, 0));
            Worst = worst;
        }

        var near = value.Signal > -70;
        var queue = near ? Near ?? new Queue<int>() : Far ?? new Queue<int>();
        queue.Enqueue(value.Signal);
        if (near)
            Near = queue;
        else
            Far = queue;

        var alias = Worst;
        var copy = alias is null ? [] : alias.Select(cell => cell.Users).ToList();
        copy.Sort();
        context.Emit(copy.LastOrDefault());
    }
}
