namespace Corpus.Mutation.Payroll;

public sealed record Clocking(string Employee, string Kind, double Hours, decimal Rate);

[Operator("mutation.payroll")]
internal sealed partial class Payroll : KeyedOperator<string, Clocking, decimal>
{
    [State(Copy = true)] private partial TimeSheet? Sheet { get; set; }

    [State(Copy = true)] private partial List<decimal>? Bonuses { get; set; }

    [State(Copy = true), Ttl(Days = 90)] private partial MapState<string, TimeSheet> Archive { get; }

    protected override void OnEvent(Clocking value, OperatorContext<decimal> context)
    {
        var sheet = Sheet ?? new TimeSheet();
        switch (value.Kind)
        {
            case "work":
                Record(sheet, value); // expect: SG2007
                break;
            case "overtime":
                SheetRules.AddOvertime(sheet, value.Hours); // expect: SG2007
                break;
            case "holiday":
                sheet.MarkHoliday(value.Hours); // expect: SG2007
                break;
            case "approve":
                sheet.Approved = true;
                Sheet = sheet;
                break;
            case "bonus":
                AddBonus(Bonuses ??= [], value.Rate); // expect: SG2007
                break;
            default:
                Correct(value);
                break;
        }

        context.Emit(sheet.Due);
    }
}
