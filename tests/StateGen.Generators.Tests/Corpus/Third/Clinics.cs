using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Clinics;

public sealed record Vital(string Patient, string Kind, double Value, bool Alarm);

public sealed record Chart(string Ward, IReadOnlyList<double> Values, int Alarms);

public interface IHistory
{
    List<double> Values { get; }
}

public sealed class PatientHistory : IHistory
{
    public List<double> Values { get; set; } = [];

    public int Alarms { get; set; }

    public string? Nurse { get; set; }

    public PatientHistory? Sibling { get; set; }
}

public static class Histories
{
    public static void Keep<T>(T history, int count)
        where T : class, IHistory
    {
        if (history.Values.Count > count)
            history.Values.RemoveRange(0, history.Values.Count - count);
    }

    public static void Raise(this PatientHistory? history, in Vital vital)
    {
        if (history is null || !vital.Alarm)
            return;
        history.Alarms++;
        history.Nurse ??= vital.Kind;
    }

    public static double Mean(this PatientHistory history) => history.Values.Count == 0 ? 0 : history.Values.Average();
}

[Operator("clinics-vitals")]
public sealed partial class Vitals : KeyedOperator<string, Vital, Chart>
{
    [State(Copy = true), Ttl(Days = 5)] private partial MapState<string, PatientHistory> Patients { get; }
    [State(Copy = true)] private partial PatientHistory? Ward { get; set; }

    protected override void OnEvent(Vital vital, OperatorContext<Chart> context)
    {
        var history = Patients.GetValueOrDefault(vital.Patient) ?? new PatientHistory();
        history.Values.Add(vital.Value);
        Patients[vital.Patient] = history;
        Histories.Keep(history, 50); // expect: SG2007

        Ward.Raise(vital); // expect: SG2007
        if (Ward?.Sibling is { Values: [.., > 0] } sibling)
        {
            sibling.Nurse = vital.Kind; // expect: SG2007
        }

        Escalate(vital, context);
    }

    private void Escalate(Vital vital, OperatorContext<Chart> context)
    {
        if (!vital.Alarm || !Patients.TryGetValue(vital.Patient, out PatientHistory? history))
            return;

        try
        {
            history.Alarms++; // expect: SG2007
            if (history.Mean() > vital.Value)
                throw new ArgumentException("implausible", nameof(vital));
        }
        catch (ArgumentException)
        {
            context.Emit(new Chart(Key, [vital.Value], 0));
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Chart> context)
    {
        var byNurse = Patients.Values.ToLookup(static history => history.Nurse ?? "");
        foreach (var histories in byNurse)
        {
            foreach (var history in histories)
                history.Nurse = null; // expect: SG2007
        }

        var first = Patients.Values.FirstOrDefault(history => history.Alarms > 0);
        if (first != null)
        {
            first.Alarms = 0; // expect: SG2007
            context.Emit(new Chart(Key, [], 1));
        }

        // Right: it is replaced as a whole.
        if (Ward is { Alarms: > 0 } ward)
            Ward = new PatientHistory { Values = ward.Values, Nurse = ward.Nurse };
    }
}

[Operator("clinics-charts")]
public sealed partial class Charts : KeyedOperator<string, Vital, Chart>
{
    private readonly List<double> _points = new(60); // expect: SG2001

    [State, Ttl(Days = 5)] private partial ListState<double> Values { get; }
    [State] private partial int Alarms { get; set; }

    protected override void OnEvent(Vital vital, OperatorContext<Chart> context)
    {
        if (vital.Alarm)
        {
            _points.Clear();
            Alarms++;
        }

        // Only an alarm clears the points, so those of other patients remain.
        _points.Add(vital.Value);
        var old = Values.ToList();
        old.AddRange([vital.Value, Alarms]);
        Values.Update(old); // expect: SG2012
        context.Emit(new Chart(Key, [.. _points], Alarms));
    }
}
