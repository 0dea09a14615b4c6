namespace Corpus.Mutation.Checkout;

public sealed record CartEvent(string Kind, string Sku, decimal Price);

public sealed class Cart
{
    public List<string> Skus { get; set; } = [];

    public decimal Total { get; set; }

    public string? Coupon { get; set; }
}

[Operator("mutation.checkout")]
internal sealed partial class CheckoutCarts : KeyedOperator<string, CartEvent, decimal>
{
    [State(Copy = true)] private partial Cart? Open { get; set; }

    [State] private partial int Abandoned { get; set; }

    protected override void OnEvent(CartEvent value, OperatorContext<decimal> context)
    {
        var cart = Open ?? new Cart();
        switch (value.Kind)
        {
            case "add":
                cart.Skus.Add(value.Sku);
                Open = cart;
                cart.Total += value.Price; // expect: SG2007
                break;
            case "coupon":
                cart.Coupon = value.Sku; // expect: SG2007
                if (cart.Total < 20m)
                    return;
                cart.Total *= 0.9m;
                Open = cart;
                break;
            case "abandon":
                Abandoned++;
                Open = null;
                break;
        }

        context.Emit(cart.Total);
    }
}
