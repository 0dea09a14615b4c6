using StateGen;
using StateGen.Testing;

namespace Guide.Testing;

public sealed record Discount(string Page, int Percent);

[Operator("discounts")]
public sealed partial class Discounts : KeyedBroadcastOperator<string, Click, Discount, string>
{
    [State] private partial BroadcastState<string, int> PercentByPage { get; }

    protected override void OnBroadcast(Discount discount, BroadcastContext<string> context) => PercentByPage[discount.Page] = discount.Percent;

    protected override void OnEvent(Click click, OperatorContext<string> context)
    {
        if (PercentByPage.TryGetValue(click.Page, out var percent))
            context.Emit($"{Key}: {percent} % off");
    }
}

public class DiscountsTests
{
    [Fact]
    public async Task A_click_on_a_page_with_a_discount_is_answered()
    {
        await using var harness = await OperatorHarness.OpenAsync(new Discounts(), cancellationToken: TestContext.Current.CancellationToken);
        harness.Broadcast(new("shop", 20));
        Assert.Equal(20, harness.GetBroadcast<string, int>("PercentByPage")["shop"]);

        harness.Process("ann", new("ann", "shop", DateTimeOffset.UnixEpoch));
        Assert.Equal(["ann: 20 % off"], harness.TakeOutput());
    }
}
