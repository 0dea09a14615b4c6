namespace StateGen.Tests.Serialization.Hostile;

/// <summary>Damages valid bytes, or makes bytes up.</summary>
internal sealed class HostileBytes(Random random)
{
    private const int LongestInvented = 48;
    private const int MostDamages = 3;

    // Where one value becomes another: the first and the last of every range of format bytes, and lengths that are too large.
    private static readonly byte[] TellingBytes =
        [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, .. Enumerable.Range(0xc0, 0x20).Select(code => (byte)code), 0xe0, 0xff, 0xff];

    public byte[] Invent()
    {
        var bytes = new byte[random.Next(LongestInvented)];
        for (var index = 0; index < bytes.Length; index++)
            bytes[index] = NextByte();
        return bytes;
    }

    public byte[] Damage(byte[] valid)
    {
        var damaged = valid;
        for (var times = random.Next(MostDamages); times >= 0; times--)
            damaged = DamageOnce(damaged);
        return damaged;
    }

    private byte[] DamageOnce(byte[] bytes)
    {
        var at = random.Next(bytes.Length + 1);
        var to = random.Next(at, bytes.Length + 1);
        return random.Next(6) switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], NextByte(), .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[to..]],
            3 => [.. bytes[..to], .. bytes[at..]],
            4 => Changed(bytes, index => (byte)(bytes[index] ^ (1 << random.Next(8)))),
            _ => Changed(bytes, _ => NextByte()),
        };
    }

    private byte[] Changed(byte[] bytes, Func<int, byte> change)
    {
        if (bytes.Length == 0)
            return bytes;
        byte[] changed = [.. bytes];
        var index = random.Next(bytes.Length);
        changed[index] = change(index);
        return changed;
    }

    private byte NextByte() => random.Next(2) == 0 ? TellingBytes[random.Next(TellingBytes.Length)] : (byte)random.Next(256);
}
