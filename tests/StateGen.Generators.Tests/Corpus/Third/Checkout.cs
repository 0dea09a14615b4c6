using System;
using System.Collections.Generic;
using System.Linq;
using StateGen;

namespace Corpus.Third.Checkout;

public enum Step
{
    Add,
    Discount,
    Remove,
    Address,
    Pay,
}

public sealed record CheckoutEvent(Step Step, string Product, decimal Price, int Quantity, string? City);

public sealed record Receipt(string Cart, decimal Total, int Lines);

public sealed class Address
{
    public string City { get; set; } = "";

    public string? Note { get; set; }
}

public sealed class CartLine
{
    public string Product { get; set; } = "";

    public int Quantity { get; set; }

    public decimal Price { get; set; }
}

public sealed class Cart
{
    public List<CartLine> Lines { get; set; } = [];

    public Address? Delivery { get; set; }

    public decimal Discount { get; set; }

    public void Apply(decimal discount) => Discount += discount;
}

public static class CartExtensions
{
    public static Cart Drop(this Cart cart, string product)
    {
        cart.Lines.RemoveAll(line => line.Product == product);
        return cart;
    }

    public static decimal Total(this Cart cart) => cart.Lines.Sum(line => line.Price * line.Quantity) - cart.Discount;
}

[Operator("checkout-carts")]
public sealed partial class Carts : KeyedOperator<string, CheckoutEvent, Receipt>
{
    [State(Copy = true)] private partial Cart? Current { get; set; }
    [State] private partial int Changes { get; set; }

    protected override void OnEvent(CheckoutEvent step, OperatorContext<Receipt> context)
    {
        Changes++;
        if (Current is not { } cart)
        {
            Current = new Cart { Lines = { new CartLine { Product = step.Product, Price = step.Price, Quantity = step.Quantity } } };
            return;
        }

        switch (step.Step)
        {
            case Step.Add when cart.Lines.Find(line => line.Product == step.Product) is { } same:
                same.Price = step.Price;
                same.Quantity += step.Quantity; // expect: SG2007
                break;
            case Step.Add:
                cart.Lines.Add(new CartLine { Product = step.Product, Price = step.Price, Quantity = step.Quantity });
                Current = cart;
                break;
            case Step.Discount:
                cart.Apply(step.Price); // expect: SG2007
                break;
            case Step.Address:
                (cart.Delivery ??= new Address()).City = step.City ?? ""; // expect: SG2007
                break;
            case Step.Pay:
                context.Emit(new Receipt(Key, cart.Total(), cart.Lines.Count));
                ClearState();
                break;
        }
    }
}

/// <summary>The same carts, keyed by device; every method here works on a fresh copy.</summary>
[Operator("checkout-device-carts")]
public sealed partial class DeviceCarts : KeyedOperator<Guid, CheckoutEvent, Receipt>
{
    [State(Copy = true)] private partial Cart? Saved { get; set; }

    private List<CartLine> Lines => Saved?.Lines ?? [];

    protected override void OnEvent(CheckoutEvent step, OperatorContext<Receipt> context)
    {
        if (step.Step == Step.Address)
        {
            Saved?.Delivery?.Note = step.City; // expect: SG2007
            return;
        }

        if (step.Step == Step.Remove)
        {
            Saved?.Drop(step.Product); // expect: SG2007
            return;
        }

        if (step.Step == Step.Discount)
        {
            Saved = Discounted(step.Price);
            return;
        }

        Lines.Add(new CartLine { Product = step.Product }); // expect: SG2007
    }

    // Right: the caller assigns what it gets.
    private Cart Discounted(decimal discount)
    {
        var cart = Saved ?? new Cart();
        cart.Apply(discount);
        return cart;
    }
}

/// <summary>A wish list per product; the state is a map of objects.</summary>
[Operator("checkout-wishes")]
public sealed partial class Wishes : KeyedOperator<string, CheckoutEvent, Receipt>
{
    [State(Copy = true), Ttl(Days = 90)] private partial MapState<string, CartLine> ByProduct { get; }
    [State(Copy = true), Ttl(Days = 90)] private partial ListState<CartLine> History { get; }

    protected override void OnEvent(CheckoutEvent step, OperatorContext<Receipt> context)
    {
        if (ByProduct.TryGetValue(step.Product, out var wish))
        {
            wish.Quantity += step.Quantity; // expect: SG2007
            return;
        }

        wish = new CartLine { Product = step.Product, Price = step.Price };
        wish.Quantity = step.Quantity;
        ByProduct[step.Product] = wish;
        History.Add(wish);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Receipt> context)
    {
        foreach (var line in ByProduct.Values.Where(line => line.Quantity > 10))
            line.Quantity = 10; // expect: SG2007

        foreach (var old in History)
        {
            if (old.Price < 1)
                old.Price = 1; // expect: SG2007
        }

        ByProduct["last"].Quantity--; // expect: SG2007
    }
}
