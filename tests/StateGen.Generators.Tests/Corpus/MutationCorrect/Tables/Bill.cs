namespace Corpus.MutationCorrect.Tables;

public sealed class Bill
{
    public SortedDictionary<int, decimal> Seats { get; set; } = [];

    public decimal Total { get; set; }

    public void Add(Dish dish)
    {
        Seats[dish.Seat] = Seats.GetValueOrDefault(dish.Seat) + dish.Price;
        Total += dish.Price;
    }

    public void Normalize()
    {
        foreach (var seat in Seats.Where(seat => seat.Value == 0).Select(seat => seat.Key).ToList())
            Seats.Remove(seat);
    }
}
