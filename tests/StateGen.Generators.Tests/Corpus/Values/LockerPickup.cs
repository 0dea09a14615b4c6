namespace Corpus.Values.LockerPickup;

public enum Step
{
    Delivered,
    PickedUp,
}

public sealed record Parcel(string Locker, Step Step, string Code);

[Operator("values.lockerpickup.reminders")]
public sealed partial class PickupReminders : KeyedOperator<string, Parcel, string>
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    [State] private partial string? Code { get; set; }

    [State] private partial DateTimeOffset? RemindAt { get; set; }

    protected override void OnEvent(Parcel parcel, OperatorContext<string> context)
    {
        if (RemindAt is { } planned)
            context.Timers.DeleteProcessingTime(planned);
        if (parcel.Step == Step.PickedUp)
        {
            ClearState();
            return;
        }

        Code = parcel.Code;
        RemindAt = context.Timestamp + Patience;
        context.Timers.RegisterProcessingTime(context.Timestamp + Patience); // expect: SG2019
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        context.Emit($"{Key}: your code is {Code}");
        var again = context.ProcessingTime.AddHours(12); // expect: SG2019
        context.Timers.RegisterEventTime(again);
    }
}
