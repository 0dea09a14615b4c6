namespace Corpus.Declarations.Printers;

public sealed record Page(string Printer, int Sheets, bool IsColor);

public sealed record Batch(string Printer, int Sheets);

[Operator("declarations.printers")]
public sealed partial class Printers : KeyedOperator<string, Page, Batch>
{
    private const int Largest = 50;

    [State] private partial OperatorListState<Batch> Waiting { get; } // expect: SG1029
    [OperatorState] private partial long Printed { get; set; } // expect: SG1029
    [OperatorState, State] private partial OperatorListState<int> Sizes { get; } // expect: SG1029
    [OperatorState, Ttl(Minutes = 5)] private partial OperatorListState<string> Recent { get; } // expect: SG1011
    [OperatorState] private partial OperatorListState<Page> Pages { get; }
    [OperatorState(Name = "")] private partial OperatorListState<string> Names { get; } // expect: SG1019
    [OperatorState] private partial OperatorListState<List<int>> Counts { get; } // expect: SG1010

    public Printers() => Pages.Clear(); // expect: SG2018

    protected override void OnEvent(Page page, OperatorContext<Batch> context)
    {
        Pages.Add(page);
        Printed += page.Sheets;
        if (Pages.Count < Largest)
            return;
        foreach (var group in Pages.GroupBy(waiting => waiting.Printer))
            context.Emit(new(group.Key, group.Sum(waiting => waiting.Sheets)));
        Pages.Clear();
    }
}

public sealed partial class PrinterReport
{
    [OperatorState] private partial OperatorListState<Page> Reported { get; } // expect: SG1006
}
