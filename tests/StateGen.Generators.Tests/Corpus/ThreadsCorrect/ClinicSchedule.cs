using System.Collections.Immutable;
using System.Threading;

namespace Corpus.ThreadsCorrect.ClinicSchedule;

public enum VisitKind
{
    Checkup,
    Surgery,
    Phone,
}

public sealed record Visit(string Patient, VisitKind Kind, DateTimeOffset Start, int Minutes);

public abstract record ScheduleRequest;

public sealed record Book(Visit Visit) : ScheduleRequest;

public sealed record CancelVisit(string Patient) : ScheduleRequest;

public sealed record Rebuild(ImmutableArray<Visit> Visits) : ScheduleRequest;

public abstract record ScheduleReply(string Doctor);

public sealed record Booked(string Doctor, Visit Visit) : ScheduleReply(Doctor);

public sealed record Rejected(string Doctor, string Reason) : ScheduleReply(Doctor);

public sealed record DayPlan(string Doctor, ImmutableArray<Visit> Visits, int Minutes) : ScheduleReply(Doctor);

public interface IReminders
{
    Task SendAsync(string patient, DateTimeOffset start);

    bool Knows(string patient);
}

[Operator("threadscorrect.clinic-schedule")]
public sealed partial class ClinicSchedule : KeyedOperator<string, ScheduleRequest, ScheduleReply>
{
    private readonly IReminders _reminders;
    private readonly IReadOnlyDictionary<VisitKind, Func<Visit, string?>> _checks;
    private readonly CancellationToken _stopping;

    public ClinicSchedule(IReminders reminders, CancellationToken stopping)
    {
        _reminders = reminders;
        _stopping = stopping;
        _checks = new Dictionary<VisitKind, Func<Visit, string?>>
        {
            [VisitKind.Checkup] = CheckLength,
            [VisitKind.Surgery] = visit => Surgeries >= 3 ? "too many surgeries" : CheckLength(visit),
            [VisitKind.Phone] = static _ => null,
        };
        stopping.Register(() => Console.WriteLine("the clinic closes"));
    }

    [State] private partial MapState<string, Visit> Visits { get; }

    [State] private partial int Surgeries { get; set; }

    [State] private partial int Minutes { get; set; }

    [State] private partial DateTimeOffset? Evening { get; set; }

    protected override void OnEvent(ScheduleRequest request, OperatorContext<ScheduleReply> context)
    {
        switch (request)
        {
            case Book book:
                Add(book.Visit, context);
                break;
            case CancelVisit cancel when Visits.TryGetValue(cancel.Patient, out var visit):
                Remove(visit);
                break;
            case Rebuild rebuild:
                RebuildFrom(rebuild.Visits);
                break;
            default:
                context.Emit(new Rejected(Key, "unknown"));
                return;
        }

        PlanEvening(context);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<ScheduleReply> context)
    {
        var done = new List<string>();
        foreach (var (patient, visit) in Visits)
        {
            if (visit.Start <= timer.Timestamp)
                done.Add(patient);
        }

        var plan = done.Select(patient => Visits[patient]).OrderBy(visit => visit.Start).ToImmutableArray();
        context.Emit(new DayPlan(Key, plan, Minutes));
        foreach (var patient in done)
            Visits.Remove(patient);
        Evening = null;
        Minutes = Visits.Values.Sum(visit => visit.Minutes);
        DropUnknown();
    }

    private string? CheckLength(Visit visit)
    {
        var room = 480 - Minutes;
        return visit.Minutes <= room ? null : $"only {room} minutes are left";
    }

    private void Add(Visit visit, OperatorContext<ScheduleReply> context)
    {
        string? reason;
        try
        {
            reason = _checks[visit.Kind](visit);
        }
        catch (KeyNotFoundException)
        {
            reason = "kind";
        }

        reason ??= Overlap(visit);
        if (reason is not null)
        {
            context.Emit(new Rejected(Key, reason));
            return;
        }

        Visits[visit.Patient] = visit;
        Minutes += visit.Minutes;
        if (visit.Kind == VisitKind.Surgery)
            Surgeries++;
        context.Emit(new Booked(Key, visit));
        _ = RemindAsync(visit);
    }

    private void Remove(Visit visit)
    {
        Visits.Remove(visit.Patient);
        Minutes -= visit.Minutes;
        Surgeries -= visit.Kind == VisitKind.Surgery ? 1 : 0;
    }

    private string? Overlap(Visit visit)
    {
        var end = visit.Start.AddMinutes(visit.Minutes);
        foreach (var other in Visits.Values)
        {
            if (other.Start < end && visit.Start < other.Start.AddMinutes(other.Minutes))
                return $"overlaps with {other.Patient}";
        }

        return null;
    }

    private void RebuildFrom(ImmutableArray<Visit> visits)
    {
        var lengths = new int[visits.Length];
        Parallel.For(0, visits.Length, new ParallelOptions { CancellationToken = _stopping }, i => lengths[i] = Rounded(visits[i].Minutes));
        var kinds = visits.AsParallel().GroupBy(visit => visit.Kind).ToDictionary(group => group.Key, group => group.Count());
        Visits.Clear();
        Surgeries = kinds.GetValueOrDefault(VisitKind.Surgery);
        Minutes = lengths.Sum();
        for (var i = 0; i < visits.Length; i++)
            Visits[visits[i].Patient] = visits[i] with { Minutes = lengths[i] };
    }

    private static int Rounded(int minutes) => (minutes + 4) / 5 * 5;

    private void PlanEvening(OperatorContext<ScheduleReply> context)
    {
        if (Evening is not null)
            return;
        var start = context.Timestamp;
        Evening = new DateTimeOffset(start.Date.AddHours(20), start.Offset);
        context.Timers.RegisterEventTime(Evening.Value);
    }

    private void DropUnknown()
    {
        using var cursor = Visits.OpenCursor();
        while (cursor.MoveNext())
        {
            var (patient, visit) = cursor.Current;
            if (_reminders.Knows(patient))
                continue;
            Minutes -= visit.Minutes;
            cursor.RemoveCurrent();
        }
    }

    private async Task RemindAsync(Visit visit)
    {
        var doctor = Key;
        try
        {
            await _reminders.SendAsync(visit.Patient, visit.Start);
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"{doctor}: {e.Message}");
        }
    }
}
