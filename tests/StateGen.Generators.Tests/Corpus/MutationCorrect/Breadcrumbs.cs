using System.Text;

namespace Corpus.MutationCorrect.Breadcrumbs;

public sealed record PageView(string Path, bool Exit);

[Operator("mutationcorrect.breadcrumbs")]
internal sealed partial class Breadcrumbs : KeyedOperator<string, PageView, string>
{
    [State(Copy = true)] private partial List<string>? Trail { get; set; }

    [State(Copy = true)] private partial Stack<string>? Open { get; set; }

    protected override void OnEvent(PageView value, OperatorContext<string> context)
    {
        if (!value.Exit)
        {
            Trail = [.. Trail ?? [], value.Path];
            var open = Open ?? new Stack<string>();
            open.Push(value.Path);
            Open = open;
            return;
        }

        var trail = Trail ?? [];
        trail.Reverse();
        var text = new StringBuilder();
        foreach (var path in trail)
            text.Append(path).Append(" < ");
        text.Length = Math.Max(0, text.Length - 3);
        context.Emit(text.ToString());
        ClearState();
    }
}
