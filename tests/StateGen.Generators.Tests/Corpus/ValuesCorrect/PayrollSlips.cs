namespace Corpus.ValuesCorrect.PayrollSlips;

public sealed record Hours(string Employee, DateOnly Day, decimal Worked, bool Overtime);

public sealed class Slip
{
    public string Employee { get; init; } = "";

    public decimal[] Amounts { get; set; } = [];

    public List<string> Notes { get; } = [];

    public Slip Copy()
    {
        var copy = new Slip { Employee = Employee, Amounts = (decimal[])Amounts.Clone() };
        copy.Notes.AddRange(Notes);
        return copy;
    }
}

[Operator("valuescorrect.payrollslips")]
public sealed partial class PayrollSlips : KeyedOperator<string, Hours, Slip>
{
    private static readonly decimal[] Rates = [20m, 30m];

    [State] private partial decimal Normal { get; set; }

    [State] private partial decimal Extra { get; set; }

    protected override void OnEvent(Hours hours, OperatorContext<Slip> context)
    {
        var slip = new Slip { Employee = Key, Amounts = new decimal[2] };
        if (hours.Overtime)
        {
            Extra += hours.Worked;
            slip.Amounts[1] = Extra * Rates[1];
            context.Emit(slip);
        }
        else
        {
            Normal += hours.Worked;
            slip.Amounts[0] = Normal * Rates[0];
            slip.Notes.Add("normal hours");
            context.Emit(slip);
        }

        if (hours.Worked < 12)
            return;

        var draft = new Slip { Employee = Key, Amounts = [Normal, Extra] };
        context.Emit(draft.Copy());
        draft.Notes.Add("long day");
        draft.Amounts[0] -= 1;
        context.Emit(draft);
        draft = new Slip { Employee = "audit" };
        draft.Notes.Add(Key);
        context.Emit(draft);
        var total = draft.Amounts.Sum() + draft.Notes.Count;
        if (total > 100)
            throw new InvalidOperationException($"Too many hours for {Key}");
    }
}
