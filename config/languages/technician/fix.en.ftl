# Steps of the instructions, by the short code of the fault.

fix-P1-1 = Open the door of the printer's shelf with the key
fix-P1-2 = Push the lever and lift the printer's cover
fix-P1-3 = Take out the old core and blow away scraps
fix-P1-4 = Put in a new roll, pull its end out, and press the cover shut

fix-D1-1 = Open the cabinet's door behind the device
fix-D1-2 = Pull its cable out and push it firmly in again
fix-D1-3 = Wait until it answers by itself

fix-D2-1 = Open the cabinet's door behind the device
fix-D2-2 = Pull its cable out and push it firmly in again
fix-D2-3 = Wait until it answers by itself
