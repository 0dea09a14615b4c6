using StateGen;

namespace Guide.Testing;

public sealed record Click(string User, string Page, DateTimeOffset Time);

public sealed record Visit(string User, int Clicks, DateTimeOffset End);

[Operator("user-visits")]
public sealed partial class Visits : KeyedOperator<string, Click, Visit>
{
    public static readonly OutputTag<Click> Late = new("late");

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    [State] private partial DateTimeOffset? LastClick { get; set; }
    [State] private partial MapState<string, int> ClicksByPage { get; }
    [State(Name = "last-page"), Ttl(Days = 1)] private partial string? LastPage { get; set; }

    protected override void OnEvent(Click click, OperatorContext<Visit> context)
    {
        if (click.Page.Length == 0)
            throw new InvalidOperationException("A click has a page.");
        if (context.IsLate)
        {
            context.Emit(Late, click);
            return;
        }

        if (LastClick is { } last)
            context.Timers.DeleteEventTime(last + Pause);
        LastClick = click.Time;
        LastPage = click.Page;
        ClicksByPage[click.Page] = ClicksByPage.GetValueOrDefault(click.Page) + 1;
        context.Timers.RegisterEventTime(click.Time + Pause);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Visit> context)
    {
        context.Emit(new(Key, ClicksByPage.Values.Sum(), timer.Timestamp));
        LastClick = null;
        ClicksByPage.Clear();
    }
}

public static class VisitPipeline
{
    public static RunnablePipeline Create(ISource<Click> clicks, ISink<Visit> visits) => Pipeline.From(clicks)
        .WithEventTime(click => click.Time, maxOutOfOrderness: TimeSpan.FromSeconds(30))
        .KeyBy(click => click.User).Process(() => new Visits()).To(visits);
}
