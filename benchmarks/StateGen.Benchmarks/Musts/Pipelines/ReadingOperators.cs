namespace StateGen.Benchmarks.Musts.Pipelines;

/// <summary>Three values per device, and an output for each reading.</summary>
[Operator("reading-totals")]
internal sealed partial class ReadingTotals : KeyedOperator<long, Reading, long>
{
    [State]
    private partial long Count { get; set; }

    [State]
    private partial long Sum { get; set; }

    [State]
    private partial long Maximum { get; set; }

    protected override void OnEvent(Reading reading, OperatorContext<long> context)
    {
        Count++;
        Sum += reading.Value;
        Maximum = Math.Max(Maximum, reading.Value);
        context.Emit(Sum);
    }
}

/// <summary>The same values, with an output for one reading only, so that a budget can tell the cost of the output.</summary>
[Operator("quiet-readings")]
internal sealed partial class QuietTotals(long last) : KeyedOperator<long, Reading, long>
{
    [State]
    private partial long Count { get; set; }

    [State]
    private partial long Sum { get; set; }

    [State]
    private partial long Maximum { get; set; }

    protected override void OnEvent(Reading reading, OperatorContext<long> context)
    {
        Count++;
        Sum += reading.Value;
        Maximum = Math.Max(Maximum, reading.Value);
        if (reading.Value == last)
            context.Emit(Sum);
    }
}

/// <summary>No state, and an output for one reading only, so that a budget can tell the cost of the state.</summary>
[Operator("stateless-readings")]
internal sealed partial class StatelessReadings(long last) : KeyedOperator<long, Reading, long>
{
    protected override void OnEvent(Reading reading, OperatorContext<long> context)
    {
        if (reading.Value == last)
            context.Emit(last);
    }
}

/// <summary>One value per device, and each reading as output, for the next operator of a chain.</summary>
[Operator("counted-readings")]
internal sealed partial class CountedReadings : KeyedOperator<long, Reading, Reading>
{
    [State]
    private partial long Count { get; set; }

    protected override void OnEvent(Reading reading, OperatorContext<Reading> context)
    {
        Count++;
        context.Emit(reading);
    }
}
