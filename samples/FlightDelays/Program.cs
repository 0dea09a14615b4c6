Console.WriteLine("flights");
