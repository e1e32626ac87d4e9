# Steps of the instructions, by the short code of the fault.

fix-P1-1 = 用钥匙打开打印机那一格的柜门
fix-P1-2 = 扳开扳手，掀开打印机上盖
fix-P1-3 = 拿出旧纸芯，吹掉纸屑
fix-P1-4 = 放新纸卷，纸头从下往外拉出一截，压好上盖
    .speech = 放新纸卷，纸头朝外拉出一截，压好上盖

fix-D1-1 = 打开那台设备后面的柜门
fix-D1-2 = 把它的线拔下来，再插紧
fix-D1-3 = 等它自己有反应

fix-D2-1 = 打开那台设备后面的柜门
fix-D2-2 = 把它的线拔下来，再插紧
fix-D2-3 = 等它自己有反应
