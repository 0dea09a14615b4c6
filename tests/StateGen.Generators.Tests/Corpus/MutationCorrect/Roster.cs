namespace Corpus.MutationCorrect.Roster;

public abstract record RosterEvent;

public sealed record Assign(int Shift, string Nurse) : RosterEvent;

public sealed record Trade(int First, int Second) : RosterEvent;

public sealed record Sick(string Nurse) : RosterEvent;

public sealed record Close(string Reason) : RosterEvent;

public sealed class Shift
{
    public int Number { get; set; }

    public string? Nurse { get; set; }

    public List<string> Substitutes { get; set; } = [];
}

[Operator("mutationcorrect.roster")]
internal sealed partial class Roster : KeyedOperator<DateOnly, RosterEvent, string>
{
    [State(Copy = true)] private partial List<Shift>? Shifts { get; set; }

    [State(Copy = true)] private partial string?[]? Beds { get; set; }

    [State(Copy = true), Ttl(Days = 60)] private partial MapState<string, Shift> ByNurse { get; }

    [State(Copy = true), Ttl(Days = 60)] private partial ListState<Shift> Archive { get; }

    protected override void OnEvent(RosterEvent value, OperatorContext<string> context)
    {
        switch (value)
        {
            case Assign assign:
                Place(assign);
                break;
            case Trade(var first, var second):
                Exchange(first, second);
                break;
            case Sick sick:
                Replace(sick, context);
                break;
            case Close { Reason.Length: > 0 }:
                Finish();
                break;
        }
    }

    private void Place(Assign assign)
    {
        if (Shifts is not { Count: > 0 } shifts)
        {
            Shifts = [new Shift { Number = assign.Shift, Nurse = assign.Nurse }];
            return;
        }

        var shift = shifts.FirstOrDefault(candidate => candidate.Number == assign.Shift);
        if (shift is null)
            shifts.Add(shift = new Shift { Number = assign.Shift });
        shift.Nurse = assign.Nurse;
        Shifts = shifts;
        ByNurse[assign.Nurse] = shift;
    }

    private void Exchange(int first, int second)
    {
        var beds = Beds ?? new string?[8];
        (beds[first], beds[second]) = (beds[second], beds[first]);
        Beds = beds;
    }

    private void Replace(Sick sick, OperatorContext<string> context)
    {
        var shift = ByNurse.GetValueOrDefault(sick.Nurse);
        if (shift is null)
            return;
        shift?.Nurse = shift.Substitutes.FirstOrDefault();
        if (shift is { Substitutes: { Count: > 0 } substitutes })
        {
            substitutes.RemoveAt(0);
            context.Emit(shift.Nurse ?? "");
        }

        ByNurse[sick.Nurse] = shift!;
    }

    private void Finish()
    {
        foreach (var (nurse, shift) in ByNurse.ToList())
        {
            shift.Substitutes.Clear();
            ByNurse[nurse] = shift;
        }

        var archive = Archive.ToList();
        foreach (var shift in archive)
            shift.Substitutes.TrimExcess();
        archive.RemoveAll(shift => shift.Nurse is null);
        Archive.Update(archive);
    }
}
