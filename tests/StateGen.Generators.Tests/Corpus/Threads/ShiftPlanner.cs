using System.Collections.Immutable;
using System.Threading;

namespace Corpus.Threads.ShiftPlanner;

public sealed record Shift(string Employee, DateOnly Day, int Hours);

public sealed record Change(string Employee, int Hours, bool Cancelled);

public sealed record Plan(string Team, ImmutableArray<Shift> Shifts);

public interface IRoster
{
    Task<ImmutableArray<Shift>> LoadAsync(string team);

    Task SaveAsync(Plan plan);

    event Action<string> Published;
}

[Operator("threads.shift-planner")]
public sealed partial class ShiftPlanner(IRoster roster, CancellationToken stopping) : KeyedOperator<string, Change, Plan>
{
    [State] private partial int Hours { get; set; }

    [State] private partial ImmutableArray<Shift>? Shifts { get; set; }

    [State] private partial MapState<string, int> HoursOf { get; }

    [State, Ttl(Days = 30)] private partial ListState<Change> Changes { get; }

    protected override void OnEvent(Change change, OperatorContext<Plan> context)
    {
        Changes.Add(change);
        if (change.Cancelled)
            Cancel(change, context);
        else
            Accept(change);

        var (team, shifts) = (Key, Shifts ?? []);
        var overtime = shifts.AsParallel().Where(shift => shift.Hours > 8).Sum(shift => shift.Hours);
        if (overtime > 40)
            Parallel.ForEach(shifts, new ParallelOptions { CancellationToken = stopping }, Shorten); // expect: SG2005
        context.Emit(new Plan(team, shifts));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Plan> context)
    {
        Balance();
        var plan = new Plan(Key, Shifts ?? []);
        roster.SaveAsync(plan).ContinueWith(
            static (saved, planner) =>
            {
                if (saved.IsCompletedSuccessfully)
                    ((ShiftPlanner)planner!).Changes.Clear(); // expect: SG2005
            },
            this,
            stopping);
        Task Reload() => ReloadAsync();
        Task.Run(Reload, stopping); // expect: SG2005
    }

    private void Accept(Change change)
    {
        var hours = HoursOf.GetValueOrDefault(change.Employee) + change.Hours;
        HoursOf[change.Employee] = hours;
        Hours += change.Hours;
        var warn = Warn; // expect: SG2006
        roster.Published += warn;
    }

    private void Cancel(Change change, OperatorContext<Plan> context)
    {
        try
        {
            Hours = checked(Hours - change.Hours);
            foreach (var (employee, hours) in HoursOf) // expect: SG2009
            {
                if (employee == change.Employee && hours <= change.Hours)
                    HoursOf.Remove(employee);
                else if (employee == change.Employee)
                    HoursOf[employee] = hours - change.Hours;
            }
        }
        catch (Exception) // expect: SG2015
        {
            context.Emit(new Plan(Key, []));
        }
    }

    private void Balance()
    {
        var average = HoursOf.IsEmpty ? 0 : HoursOf.Values.Average();
        var busy = HoursOf.Where(entry => entry.Value > average);
        foreach (var (employee, hours) in busy.Select(entry => (entry.Key, entry.Value))) // expect: SG2009
        {
            Move(employee, hours - (int)average);
        }

        var handle = HoursOf;
        foreach (var employee in handle.Keys) // expect: SG2009
        {
            if (handle[employee] == 0)
                handle.Remove(employee);
        }
    }

    private void Move(string employee, int hours)
    {
        if (hours < 1)
            return;
        HoursOf[employee] -= hours;
    }

    private async Task ReloadAsync()
    {
        var before = Hours;
        var shifts = await roster.LoadAsync("all");
        if (before > 0)
            Shifts = shifts; // expect: SG2004
    }

    private void Shorten(Shift shift)
    {
        if (shift.Hours > 8)
            Hours -= shift.Hours - 8;
    }

    private void Warn(string team)
    {
        if (team != Key)
            Console.WriteLine($"{team} has a new plan");
    }
}
