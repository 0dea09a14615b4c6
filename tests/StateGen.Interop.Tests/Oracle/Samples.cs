namespace StateGen.Interop.Tests.Oracle;

/// <summary>Values that several shapes hold.</summary>
internal static class Samples
{
    public static Guid Id { get; } = new("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9");

    /// <summary>With a fraction of a second.</summary>
    public static DateTime Time { get; } = new DateTime(2024, 2, 29, 23, 59, 58, DateTimeKind.Utc).AddTicks(1_234_567);

    public static DateTimeOffset Local { get; } = new(Time.Ticks, TimeSpan.FromMinutes(-210));

    public static IReadOnlyDictionary<string, decimal> Discounts { get; } = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["x"] = 0.5m };

    public static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    /// <summary>Text of a length in bytes.</summary>
    public static string Of(int length) => new('x', length);

    public static ReadOnlyMemory<byte> Bytes(int length) => Enumerable.Range(0, length).Select(index => (byte)index).ToArray();
}
