namespace StateGenApp._1;

/// <summary>The key of the orders: state is kept for each customer and day (UTC).</summary>
public readonly record struct CustomerDay(string Customer, DateOnly Day);
