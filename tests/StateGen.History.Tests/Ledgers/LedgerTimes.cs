namespace StateGen.History.Tests.Ledgers;

/// <summary>When things happen to a page, and when events are processed.</summary>
internal static class LedgerTimes
{
    /// <summary>How much processing time passes from phase to phase.</summary>
    public static readonly TimeSpan PhaseLength = TimeSpan.FromHours(10);

    /// <summary>The time to live of offers, prices and recent quantities: they outlive one phase, not two.</summary>
    public const int LifetimeHours = 15;

    /// <summary>The processing time of a phase, since the Unix epoch.</summary>
    public static TimeSpan ClockOf(int phase) => PhaseLength * (phase - 1);

    /// <summary>The page is emitted.</summary>
    public static DateTimeOffset EndOf(ShopDay page) => new(page.Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The page is cleared.</summary>
    public static DateTimeOffset ClearingOf(ShopDay page) => EndOf(page).AddHours(1);

    /// <summary>A timer that the second sale of a page deletes.</summary>
    public static DateTimeOffset ReminderOf(ShopDay page) => EndOf(page).AddHours(2);
}
