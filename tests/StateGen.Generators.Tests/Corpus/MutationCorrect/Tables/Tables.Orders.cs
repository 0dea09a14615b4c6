namespace Corpus.MutationCorrect.Tables;

internal sealed partial class Tables
{
    private void Order(Dish dish)
    {
        var (bill, kitchen) = (Open ?? new Bill(), Kitchen ?? []);
        bill.Add(dish);
        kitchen.Add(dish.Name);
        (Open, Kitchen) = (bill, kitchen);
    }

    private void MoveSeat(Dish dish)
    {
        var bill = Open;
        if (bill is null || !bill.Seats.Remove(dish.Seat, out var price))
            return;
        bill.Seats[dish.Seat + 1] = price;
        Store(bill);
    }

    private Bill Settle(Bill bill)
    {
        bill.Total = decimal.Round(bill.Total, 2);
        Paid = bill;
        Open = null;
        return bill;
    }

    private void Store(Bill bill)
    {
        bill.Normalize();
        Open = bill;
    }
}
