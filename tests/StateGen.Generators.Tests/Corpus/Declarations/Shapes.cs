namespace Corpus.Declarations.Shapes;

public sealed record Shift(string Worker, int Hours);

[Operator("declarations.shapes")] public sealed class Overtime : KeyedOperator<string, Shift, int> // expect: SG1001
{
    protected override void OnEvent(Shift shift, OperatorContext<int> context) => context.Emit(Math.Max(0, shift.Hours - 8));
}

public static class Payroll // expect: SG1001
{
    [Operator("declarations.shapes.nested")] public sealed partial class Bonus : KeyedOperator<string, Shift, int>
    {
        protected override void OnEvent(Shift shift, OperatorContext<int> context) => context.Emit(shift.Hours > 12 ? 50 : 0);
    }
}

[Operator("declarations.shapes.totals")] public sealed partial class Totals // expect: SG1002
{
    public int Add(Shift shift, int total) => total + shift.Hours;
}

[Operator("declarations.shapes.hours")]
public partial class Hours : KeyedOperator<string, Shift, int>
{
    [State] private partial int Sum { get; set; }

    protected override void OnEvent(Shift shift, OperatorContext<int> context) => context.Emit(Sum += shift.Hours);
}

[Operator("declarations.shapes.weekend")] public sealed partial class WeekendHours : Hours // expect: SG1017
{
    protected override void OnTimer(FiredTimer timer, OperatorContext<int> context) => context.Emit(timer.Timestamp.Day);
}

[Operator("declarations.shapes.local")] file sealed partial class Breaks : KeyedOperator<string, Shift, int> // expect: SG1015
{
    protected override void OnEvent(Shift shift, OperatorContext<int> context) => context.Emit(shift.Hours / 6);
}
