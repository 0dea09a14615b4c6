namespace Corpus.ValuesCorrect.LockerPickup;

public enum Step
{
    Delivered,
    PickedUp,
}

public sealed record Parcel(string Locker, Step Step, string Code, DateTimeOffset ReturnAt);

[Operator("valuescorrect.lockerpickup.reminders")]
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
        RemindAt = context.ProcessingTime + Patience;
        context.Timers.RegisterProcessingTime(context.ProcessingTime + Patience);
        if (!context.Timers.ContainsProcessingTime(parcel.ReturnAt))
            context.Timers.RegisterProcessingTime(parcel.ReturnAt);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        context.Emit($"{Key}: your code is {Code}");
        RemindAt = context.Timestamp.AddHours(12);
        context.Timers.RegisterProcessingTime(context.Timestamp.AddHours(12));
    }
}
