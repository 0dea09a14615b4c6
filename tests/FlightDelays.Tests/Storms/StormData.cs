namespace FlightDelays.Tests.Storms;

/// <summary>The input of the storms, and the output that it must give, computed without the program.</summary>
internal static class StormData
{
    private const int Lines = 30_000;
    private const int Window = 2_000;
    private const int RateValidity = 100;
    private const int LongestPause = 10;

    private static readonly string[] Inputs = ["left", "right"];

    private static readonly Lazy<(string[] Sums, string[] Alerts)> Expected = new(Compute);

    public static void Write(Workspace workspace)
    {
        foreach (var input in Inputs)
            File.WriteAllLines(workspace[$"{input}.csv"], Generate(input).Select(payment => $"{payment.Account},{payment.Amount},{payment.Milliseconds}"));
        var rates = Enumerable.Range(0, (Lines * LongestPause / RateValidity) + 1).Select(index => index * RateValidity);
        File.WriteAllLines(workspace["rates.csv"], rates.Select(time => $"{time},{RateAt(time)}"));
    }

    /// <summary>Checks the output, and that no hidden part is left.</summary>
    public static void AssertExact(Workspace workspace)
    {
        AssertExactRows(workspace);
        AssertNothingIsHidden(workspace["sums"]);
        AssertNothingIsHidden(workspace["alerts"]);
    }

    /// <summary>Checks the output, and that no hidden part is left, of a loop that writes only sums.</summary>
    public static void AssertExactSums(Workspace workspace)
    {
        Assert.Equal(Expected.Value.Sums, RowsIn(workspace["sums"]));
        AssertNothingIsHidden(workspace["sums"]);
    }

    /// <summary>Checks what a reader of the output sees.</summary>
    public static void AssertExactRows(Workspace workspace)
    {
        Assert.Equal(Expected.Value.Sums, RowsIn(workspace["sums"]));
        Assert.Equal(Expected.Value.Alerts, RowsIn(workspace["alerts"]));
    }

    private static void AssertNothingIsHidden(string directory) =>
        Assert.DoesNotContain(Directory.GetFiles(directory), static file => Path.GetFileName(file).StartsWith(".part", StringComparison.Ordinal));

    private static string[] RowsIn(string directory) =>
        [.. Directory.GetFiles(directory, "part-*").SelectMany(File.ReadLines).Order(StringComparer.Ordinal)];

    private static long RateAt(long time) => time / RateValidity * 7919 % 1000;

    private static (string[] Sums, string[] Alerts) Compute()
    {
        var payments = Inputs.SelectMany(Generate).Where(payment => payment.Amount != 0).ToArray();
        var sums = payments.GroupBy(payment => (payment.Account, End: (payment.Milliseconds / Window * Window) + Window))
            .Select(window => $"{window.Key.Account},{window.Key.End},{window.Count()},{window.Sum(payment => payment.Amount)}");
        var alerts = payments.Where(payment => payment.Amount > 900).GroupBy(payment => payment.Account).SelectMany(account => account
            .OrderBy(payment => payment.Milliseconds).Select((payment, index) => $"{account.Key},{index + 1},{RateAt(payment.Milliseconds)}"));
        return ([.. sums.Order(StringComparer.Ordinal)], [.. alerts.Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<(string Account, int Amount, int Milliseconds)> Generate(string input)
    {
        var random = new Random(input.Length);
        var time = 0;
        for (var line = 0; line < Lines; line++)
            yield return ($"account-{random.Next(50)}", random.Next(1_000), time += random.Next(LongestPause));
    }
}
