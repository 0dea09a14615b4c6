namespace Corpus.DeclarationsCorrect.Printers;

public sealed record Page(string Printer, int Sheets, bool IsColor);

public sealed record Batch(string Printer, int Sheets);

[Operator("declarationscorrect.printers")]
public sealed partial class Printers(int largest) : KeyedOperator<string, Page, Batch>
{
    [State] private partial long Printed { get; set; }
    [OperatorState] private partial OperatorListState<Page> Pages { get; }
    [OperatorState(Copy = true)] private partial OperatorListState<int[]> Sizes { get; }
    [OperatorState(Redistribution = OperatorStateRedistribution.Union, Name = "printed by subtask")] private partial OperatorListState<long> Sheets { get; }

    protected override async ValueTask OnOpenAsync(OperatorOpenContext context, System.Threading.CancellationToken cancellationToken)
    {
        await Task.Yield();
        Sheets.Update([context.Subtask == 0 ? Sheets.Sum() : 0]);
    }

    protected override void OnEvent(Page page, OperatorContext<Batch> context)
    {
        Pages.Add(page);
        Sizes.Add([page.Sheets]);
        Sheets[0] += page.Sheets;
        Printed += page.Sheets;
        if (Pages.Count >= largest)
            Flush(context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Batch> context) => Flush(context);

    protected override ValueTask OnCloseAsync()
    {
        Console.WriteLine($"{Pages.Count} pages are waiting.");
        return ValueTask.CompletedTask;
    }

    private void Flush(OperatorContext<Batch> context)
    {
        foreach (var group in Pages.GroupBy(waiting => waiting.Printer))
            context.Emit(new(group.Key, group.Sum(waiting => waiting.Sheets)));
        Pages.Clear();
        Sizes.Clear();
    }
}
