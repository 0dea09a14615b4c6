namespace Corpus.MutationCorrect.Elevators;

public sealed record Press(int Floor, bool Up);

[Operator("mutationcorrect.elevators")]
internal sealed partial class Elevators : KeyedOperator<int, Press, int>
{
    [State(Copy = true)] private partial SortedSet<int>? Up { get; set; }

    [State(Copy = true)] private partial SortedSet<int>? Down { get; set; }

    [State] private partial bool Rising { get; set; }

    protected override void OnEvent(Press value, OperatorContext<int> context)
    {
        var (up, down) = (Up ?? [], Down ?? []);
        if (value.Up)
            up.Add(value.Floor);
        else
            down.Add(value.Floor);
        (Up, Down) = (up, down);

        if (up.Count == 0 || down.Count == 0)
        {
            (Up, Down) = (Down, Up);
            Rising = !Rising;
        }

        var next = Rising ? Up : Down;
        if (next is { Count: > 0 })
            context.Emit(next.Min);
    }
}
